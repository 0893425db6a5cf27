// Says, while one types, what an expression asks, or what is wrong with it.
(() => {
  const form = document.querySelector("[data-expression]");
  if (!form) return;
  const said = form.querySelector("[data-said]");
  let waiting = 0;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const sent = new FormData(form);
    if (!sent.get("expression").trim()) {
      said.textContent = "";
      return;
    }
    const answer = await fetch(form.action, { method: "POST", body: sent });
    if (mine !== asked) return;
    const kind = answer.headers.get("Content-Type") || "";
    said.textContent = kind.includes("json") ? (await answer.json()).words : "";
    said.classList.toggle("delta-later", answer.status === 422);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 300);
  });
})();
