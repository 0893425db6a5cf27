// j and k, or the arrows, go from row to row while the table has the focus; Enter opens, x chooses where rows can be
// chosen. Without this Tab and Space do it.
(() => {
  const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    const table = event.target.closest("[data-rows]");
    const step = STEPS[event.key];
    const box = table && event.key === "x" && document.activeElement.closest("tr")?.querySelector("th input");
    if (box) box.checked = !box.checked;
    if (!table || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...table.querySelectorAll("tbody th a")];
    const now = links.indexOf(document.activeElement.closest("tr")?.querySelector("th a"));
    const next = links[Math.min(Math.max(now + step, 0), links.length - 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  const all = document.querySelector("[data-all]");
  if (!all) return;
  all.hidden = false;
  all.querySelector("input").addEventListener("change", (event) => {
    for (const box of document.querySelectorAll("[data-rows] th input")) box.checked = event.target.checked;
  });
})();
