// Files can be dropped on a drop zone; the input holds them, so the form works the same without this.
(() => {
  const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`);

  const set = (zone) => {
    const input = zone.querySelector("input[type=file]");
    const list = zone.querySelector("[data-drop-list]");
    const told = () => {
      list.replaceChildren();
      for (const file of input.files) {
        const line = document.createElement("li");
        line.textContent = `${file.webkitRelativePath || file.name}, ${size(file.size)}`;
        list.append(line);
      }
    };
    input.addEventListener("change", told);
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("drop-over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("drop-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("drop-over");
      const all = new DataTransfer();
      if (input.multiple) for (const file of input.files) all.items.add(file);
      for (const file of event.dataTransfer.files) all.items.add(file);
      input.files = all.files;
      told();
    });
    told();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-drop]").forEach(set);
    // A long upload says that it is under way, and cannot be sent twice.
    for (const form of document.querySelectorAll("form[data-busy]")) {
      form.addEventListener("submit", () => {
        const button = form.querySelector("button:not([type=button])");
        if (!button) return;
        setTimeout(() => { button.disabled = true; }, 0);
        button.textContent = form.dataset.busy;
      });
    }
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  });
})();
