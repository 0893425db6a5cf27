// The form of a month's report: kept on the server as one types, in this browser where the server cannot be reached;
// words about a status are asked for where it differs from the computed one. Without this the buttons do all of it.
(() => {
  const SAID = JSON.parse(document.getElementById("script-words")?.textContent || "{}");
  const say = (words) => SAID[words] || words;
  const WAIT = 1500; // ms after the last key
  const IDLE = 60000; // ms without a key that still count as work

  const start = (form) => {
    const place = form.querySelector("[data-kept]");
    const kept = `update ${location.pathname} ${form.dataset.period}`;
    let draft = Number(form.dataset.draft);
    let timer = 0;
    let last = Date.now();
    let worked = 0; // ms since the last saving
    let alone = false; // another window has this report

    const tell = (words) => { place.textContent = say(words); };
    const fields = () => [...form.elements].filter((one) => one.name && !["csrfmiddlewaretoken", "deed", "draft", "plan"].includes(one.name));
    const values = () => Object.fromEntries(fields().map((one) => [one.name, one.value]));
    const keepHere = () => {
      try {
        localStorage.setItem(kept, JSON.stringify({ draft, values: values() }));
      } catch { /* private windows may refuse; the server keeps it */ }
    };
    const forget = () => {
      try {
        localStorage.removeItem(kept);
      } catch { /* nothing was kept */ }
    };

    // Words are asked for where what is declared is not what the data say.
    const why = (select) => {
      const row = select.closest("[data-computed]");
      const words = row?.querySelector("input");
      if (!words) return;
      const same = !select.value || row.dataset.computed === select.value || row.dataset.computed === "not_assessed";
      words.hidden = same && !words.value;
    };

    const save = async () => {
      keepHere();
      const body = new FormData(form);
      body.delete("deed");
      body.delete("plan");
      body.set("draft", String(draft));
      body.set("seconds", String(Math.round(worked / 1000)));
      try {
        const answer = await fetch(form.dataset.drafts, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
        if (answer.ok) {
          draft = (await answer.json()).draft;
          form.elements.draft.value = String(draft);
          worked = 0;
          forget();
          tell("Kept.");
        } else if (answer.status === 412) {
          alone = true;
          tell("This report is open in another window. What you type here is kept in this browser only.");
        } else if (answer.type === "opaqueredirect" || answer.status === 403) {
          tell("Your session has ended. What you typed is kept in this browser: sign in again, it comes back.");
        } else throw new Error(String(answer.status));
      } catch {
        tell("The server cannot be reached. What you typed is kept in this browser and sent when it answers again.");
        timer = window.setTimeout(save, WAIT * 8);
      }
    };

    form.addEventListener("input", (event) => {
      const now = Date.now();
      worked += Math.min(now - last, IDLE);
      last = now;
      if (event.target.matches("select")) why(event.target);
      window.clearTimeout(timer);
      if (alone) keepHere();
      else timer = window.setTimeout(save, WAIT);
    });
    form.addEventListener("submit", () => {
      window.clearTimeout(timer);
      keepHere(); // until the server has it: the next page takes it back
    });
    window.addEventListener("online", () => { if (!alone) save(); });

    // What this browser kept and the server does not have comes back; what it has is forgotten.
    let before = null;
    try {
      before = JSON.parse(localStorage.getItem(kept));
    } catch { /* not ours, or refused */ }
    forget();
    if (before && before.draft === draft && form.elements.revision.value === before.values.revision) {
      let back = false;
      for (const one of fields()) {
        const text = before.values[one.name];
        if (text === undefined || text === one.value || one.type === "hidden") continue;
        one.value = text;
        back = true;
      }
      if (back) {
        tell("What you typed here before and did not send is back.");
        timer = window.setTimeout(save, WAIT);
      }
    }
    for (const select of form.querySelectorAll("[data-computed] select")) why(select);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-drafts]");
    if (form) start(form);
  });
})();
