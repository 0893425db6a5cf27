// Arrow keys walk the rows of a Gantt chart and move it in time; the row in hand is marked in both panes.
(() => {
  const mark = (frame, place) => {
    for (const one of frame.querySelectorAll(".row-mark")) one.classList.toggle("row-on", one.dataset.row === place);
  };

  const walk = (frame) => {
    const rows = [...frame.querySelectorAll("tbody tr[data-row]")];
    if (!rows.length || frame.dataset.walked) return;
    frame.dataset.walked = "yes";
    for (const row of rows) row.tabIndex = -1;

    const go = (place) => {
      const row = rows[Math.min(Math.max(place, 0), rows.length - 1)];
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
      mark(frame, row.dataset.row);
    };
    frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const at = rows.indexOf(event.target.closest("tr[data-row]"));
      const moves = {
        ArrowDown: () => go(at + 1),
        ArrowUp: () => go(Math.max(at - 1, 0)),
        Home: () => go(0),
        End: () => go(rows.length - 1),
        PageDown: () => go(at + 15),
        PageUp: () => go(at - 15),
        ArrowLeft: () => frame.scrollBy({ left: -160 }),
        ArrowRight: () => frame.scrollBy({ left: 160 }),
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      move();
    });
    frame.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      if (row && !event.target.closest("a")) go(Number(row.dataset.row));
    });
    // The task pointed at, else the status date or today, is worth more in view than the start of a long plan.
    const now = frame.querySelector(".gantt-body .status-line") || frame.querySelector(".gantt-body .today-line");
    const pointed = frame.querySelector(".gantt-body .pointed");
    const room = frame.clientWidth - frame.querySelector(".gantt-names").offsetWidth;
    const at = pointed ? pointed.getBBox().x : now ? Number(now.getAttribute("x1")) : 0;
    if (at > room) frame.scrollLeft = at - room / 5;
  };

  const start = () => document.querySelectorAll("[data-gantt]").forEach(walk);
  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterSettle", start);
})();
