// The guide beside a form: open where there is room, unless its reader closed it.
(() => {
  const panel = document.querySelector("details[data-help]");
  if (!panel) return;
  const wide = window.matchMedia("(min-width: 75rem)");
  const kept = () => { try { return localStorage.getItem("help"); } catch { return null; } };
  panel.open = wide.matches && kept() !== "closed";
  panel.querySelector("summary").addEventListener("click", () => {
    if (!wide.matches) return;
    try { localStorage.setItem("help", panel.open ? "closed" : "open"); } catch { /* nothing is kept */ }
  });
})();
