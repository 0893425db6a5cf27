// A choice in a filter applies at once; without this the button does it.
(() => {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-at-once]");
    if (form && event.target.matches("select")) form.requestSubmit();
  });
})();
