// Sets the chosen theme before the first paint, then works the switch in the bar.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage may be switched off; the page still follows the system
    }
  };
  const chosen = read();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const name = (button) => {
    const { light, dark, lightWords, darkWords } = button.dataset;
    button.textContent = isDark() ? light : dark;
    button.setAttribute("aria-label", isDark() ? lightWords : darkWords);
    button.hidden = false;
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      name(button);
      dark.addEventListener("change", () => name(button));
      button.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        try {
          localStorage.setItem("theme", root.dataset.theme);
        } catch {
          // not kept then; the choice holds for this page
        }
        name(button);
      });
    }
  });
})();
