// j and k, or the arrows, go from row to row while the table has the focus; Enter opens. Without this Tab does it.
(() => {
  const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    const table = event.target.closest("[data-rows]");
    const step = STEPS[event.key];
    if (!table || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...table.querySelectorAll("tbody th a")];
    const now = links.indexOf(document.activeElement.closest("tr")?.querySelector("th a"));
    const next = links[Math.min(Math.max(now + step, 0), links.length - 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
