// Ctrl or Command with Enter sends the text one is in. Without this Tab leads to the button.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (!event.target.matches("[data-sends]")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
})();
