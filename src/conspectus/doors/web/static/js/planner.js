// The plan editor: a grid over the text field that holds the rows, with undo, paste, and the chart beside it.
// Without this the text field itself is edited; what is sent is the same.
(() => {
  // Words in the reader's language come with the page; doors/web/scripts.py holds them.
  const SAID = JSON.parse(document.getElementById("script-words")?.textContent || "{}");
  const say = (words, values = {}) => Object.entries(values).reduce((told, [name, value]) => told.replace(`{${name}}`, value), SAID[words] || words);
  const COMPUTED = [["start", say("Start")], ["finish", say("Finish")], ["float", say("Float, d")]];
  const DATES = say("Dates are computed as you type.");
  const MOST = 200;
  const KEEP = 100; // steps that can be undone
  const WAIT = 350; // ms after the last key

  const make = (name, attributes = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };
  const start = (form) => {
    const field = form.querySelector("textarea[name=table]");
    const fields = form.dataset.columns.split(" ");
    const headings = field.value.split(/\r?\n/)[0].split("\t");
    const { level, blank, cellsOf, fresh, read, write, settle, below } = window.plannerRows(fields, headings);
    const names = fields.filter((name) => name !== "level");
    const title = (name) => say(headings[fields.indexOf(name)] || name);
    const kept = `plan ${location.pathname} ${form.elements.revision.value}`;
    const heads = [...form.querySelectorAll(".planner-heads input")]; // texts of the plan itself, over the table
    const headTexts = () => Object.fromEntries(heads.map((one) => [one.name, one.value]));
    const fillHeads = (texts) => {
      for (const one of heads) {
        if (one.value !== (texts[one.name] ?? one.value)) one.closest("details").open = true;
        one.value = texts[one.name] ?? one.value;
      }
    };
    let rows = [];
    let told = { rows: [], findings: [] };
    let at = [0, names.indexOf("name")];
    let anchor = null; // the other corner of what is selected
    let past = [];
    let future = [];
    let timer = 0;
    let asked = null;

    // The grid, its tools, and where things are said
    const head = make("tr", { role: "row", "aria-rowindex": "1" });
    const body = make("tbody", { role: "rowgroup" });
    const table = make("table", { role: "treegrid", "aria-label": say("Tasks of the plan"), "aria-multiselectable": "true", class: "planner-grid" },
      make("thead", { role: "rowgroup" }, head), body);
    for (const name of names) head.append(make("th", { role: "columnheader", scope: "col", class: `planner-${name}` }, title(name)));
    for (const [name, words] of COMPUTED) head.append(make("th", { role: "columnheader", scope: "col", class: `planner-computed planner-${name}` }, words));
    table.setAttribute("aria-colcount", names.length + COMPUTED.length);
    const chart = make("div", { class: "planner-chart", role: "img", "aria-label": say("Bars of the tasks; the table beside holds their dates") });
    const words = make("p", { class: "planner-words", role: "status" }, DATES);
    const cellWords = make("p", { class: "planner-cell-words", "aria-live": "polite" });
    const list = make("ul", { class: "planner-findings plain small", "aria-label": say("What is to correct") });
    const tools = make("div", { class: "planner-tools", role: "toolbar", "aria-label": say("Rows") });

    const step = () => JSON.stringify(rows);
    const remember = () => {
      past.push([step(), at]);
      if (past.length > KEEP) past.shift();
      future = [];
    };
    // What is typed is kept until it is saved, in this window alone, and the dates are asked for soon.
    const soon = () => {
      try {
        sessionStorage.setItem(kept, JSON.stringify({ table: field.value, heads: headTexts() }));
      } catch { /* private windows may refuse; the grid works on */ }
      window.clearTimeout(timer);
      timer = window.setTimeout(work, WAIT);
    };
    const changed = () => {
      settle(rows);
      at = [Math.min(at[0], rows.length - 1), at[1]];
      field.value = write(rows);
      draw();
      soon();
    };
    const change = (deed) => {
      remember();
      deed();
      changed();
    };
    const turn = (from, to) => {
      if (!from.length) return;
      to.push([step(), at]);
      const [was, place] = from.pop();
      rows = JSON.parse(was);
      at = place;
      anchor = null;
      changed();
    };

    const finding = (row, name) => told.findings.filter((one) => one.row === row && one.field === name);
    const wrong = (one) => one.severity === "error" || one.severity === "refused";
    const selected = (row, column) => {
      if (!anchor) return false;
      const [[top, left], [bottom, right]] = span();
      return row >= top && row <= bottom && column >= left && column <= right;
    };
    const span = () => {
      const other = anchor || at;
      return [[Math.min(at[0], other[0]), Math.min(at[1], other[1])], [Math.max(at[0], other[0]), Math.max(at[1], other[1])]];
    };
    const picked = () => [span()[0][0], span()[1][0]]; // first and last row

    const cell = (row, place, name, column) => {
      const said = finding(place, name);
      const made = make("td", { role: "gridcell", "aria-colindex": String(column + 1), class: `planner-${name}`, tabindex: "-1" }, row[name] || "");
      if (said.some(wrong)) made.setAttribute("aria-invalid", "true");
      if (said.length) {
        made.title = said.map((one) => one.words).join(" ");
        made.classList.add(said.some(wrong) ? "planner-wrong" : "planner-doubt");
        made.append(make("span", { class: "visually-hidden" }, ` ${made.title}`));
      }
      if (name === "name") made.classList.add(`depth-${Math.min(level(row) - 1, 6)}`);
      if (selected(place, column)) made.setAttribute("aria-selected", "true");
      return made;
    };
    const draw = () => {
      const focused = table.contains(document.activeElement);
      body.replaceChildren(...rows.map((row, place) => {
        const out = told.rows[place] || {};
        const line = make("tr", { role: "row", "aria-rowindex": String(place + 2), "aria-level": String(level(row)), class: [out.kind === "summary" ? "summary" : "", out.critical ? "critical" : ""].join(" ") });
        line.append(...names.map((name, column) => cell(row, place, name, column)));
        line.append(...COMPUTED.map(([name], column) => make("td", { role: "gridcell", "aria-readonly": "true", tabindex: "-1", "aria-colindex": String(names.length + column + 1), class: `planner-computed planner-${name}` }, out[name] || "")));
        return line;
      }));
      table.setAttribute("aria-rowcount", rows.length + 1);
      show(focused);
    };
    const show = (focus) => {
      const here = body.rows[at[0]]?.cells[at[1]];
      for (const one of body.querySelectorAll("[tabindex='0']")) one.tabIndex = -1;
      if (!here) return;
      here.tabIndex = 0;
      if (focus) here.focus();
      const name = names[at[1]];
      const said = told.findings.filter((one) => one.row === at[0] && (one.field === name || !one.field));
      cellWords.textContent = said.map((one) => [one.words, one.remedy].filter(Boolean).join(" ")).join(" ");
    };
    const go = (row, column, extend = false) => {
      anchor = extend ? anchor || at : null;
      const had = body.querySelector("[aria-selected]") || anchor;
      at = [Math.min(Math.max(row, 0), rows.length - 1), Math.min(Math.max(column, 0), names.length + COMPUTED.length - 1)];
      if (had) draw();
      show(true);
    };

    const edit = (text) => {
      const [row, column] = at;
      const name = names[column];
      if (!name) return;
      const here = body.rows[row].cells[column];
      const input = make("input", { "aria-label": say("{field}, row {row}", { field: title(name), row: row + 1 }), spellcheck: "false", autocomplete: "off" });
      let ended = false;
      input.value = text ?? rows[row][name];
      here.replaceChildren(input);
      input.focus();
      if (text === undefined) input.select();
      const end = (keep, down = 0, right = 0, on = false) => {
        if (ended) return;
        ended = true;
        anchor = null;
        const value = input.value.trim();
        here.focus();
        at = [row, column];
        if (keep && value !== rows[row][name]) change(() => { rows[row][name] = value; });
        else draw();
        if (!down && !right) return;
        const next = column + right;
        if (right && (next < 0 || next >= names.length)) at = [Math.min(Math.max(row + right, 0), rows.length - 1), right > 0 ? 0 : names.length - 1];
        else at = [Math.min(Math.max(row + down, 0), rows.length - 1), next];
        show(true);
        if (on) edit();
      };
      input.addEventListener("keydown", (event) => {
        event.stopPropagation();
        if (event.key === "Enter") end(true, event.shiftKey ? -1 : 1);
        else if (event.key === "Tab") end(true, 0, event.shiftKey ? -1 : 1, true);
        else if (event.key === "Escape") end(false);
        else return;
        event.preventDefault();
      });
      input.addEventListener("blur", () => end(true));
    };

    // Deeds on rows
    const indent = (by) => change(() => {
      const [first, last] = picked();
      let end = last + 1;
      for (let place = first; place <= last; place++) end = Math.max(end, below(rows, place));
      for (let place = first; place < end; place++) rows[place].level = String(Math.max(1, level(rows[place]) + by));
    });
    const insert = () => change(() => {
      const row = fresh(rows, at[0]);
      if (rows[at[0]]) row.level = rows[at[0]].level;
      rows.splice(at[0], 0, row);
      anchor = null;
    });
    const remove = () => change(() => {
      const [first, last] = picked();
      rows.splice(first, last - first + 1);
      at = [first, at[1]];
      anchor = null;
    });
    const move = (by) => {
      const [first, last] = picked();
      const end = Math.max(last + 1, below(rows, first));
      const other = by < 0 ? first - 1 : end;
      if (other < 0 || other >= rows.length || blank(rows[other])) return;
      change(() => {
        const block = rows.splice(first, end - first);
        rows.splice(first + by, 0, ...block);
        at = [at[0] + by, at[1]];
        if (anchor) anchor = [anchor[0] + by, anchor[1]];
      });
    };
    const clear = () => change(() => {
      const [[top, left], [bottom, right]] = span();
      for (let row = top; row <= bottom; row++) for (let column = left; column <= right; column++) if (names[column]) rows[row][names[column]] = "";
    });
    const paste = (text) => change(() => {
      const [[top, left]] = span();
      const lines = cellsOf(text);
      lines.forEach((cells, down) => {
        while (rows.length <= top + down) rows.push(fresh(rows, rows.length));
        cells.forEach((value, right) => {
          if (names[left + right]) rows[top + down][names[left + right]] = value;
        });
      });
      at = [top, left];
      anchor = [top + lines.length - 1, Math.min(left + lines[0].length, names.length) - 1];
    });
    const copied = () => {
      const [[top, left], [bottom, right]] = span();
      const lines = [];
      for (let row = top; row <= bottom; row++) lines.push([...body.rows[row].cells].slice(left, right + 1).map((one) => one.firstChild?.nodeType === 3 ? one.firstChild.data : "").join("\t"));
      return lines.join("\n");
    };

    const page = () => 10;
    const KEYS = {
      "ArrowDown": (shift) => go(at[0] + 1, at[1], shift),
      "ArrowUp": (shift) => go(at[0] - 1, at[1], shift),
      "ArrowRight": (shift) => go(at[0], at[1] + 1, shift),
      "ArrowLeft": (shift) => go(at[0], at[1] - 1, shift),
      "Home": (shift) => go(at[0], 0, shift),
      "End": (shift) => go(at[0], names.length - 1, shift),
      "PageDown": (shift) => go(at[0] + page(), at[1], shift),
      "PageUp": (shift) => go(at[0] - page(), at[1], shift),
      "Ctrl Home": () => go(0, 0),
      "Ctrl End": () => go(rows.length - 1, names.length - 1),
      "Ctrl z": (shift) => (shift ? turn(future, past) : turn(past, future)),
      "Ctrl y": () => turn(future, past),
      "Enter": () => edit(),
      "F2": () => edit(),
      "Delete": clear,
      "Backspace": clear,
      "Insert": insert,
      "Ctrl Delete": remove,
      "Alt ArrowUp": () => move(-1),
      "Alt ArrowDown": () => move(1),
      "Alt ArrowRight": () => indent(1),
      "Alt ArrowLeft": () => indent(-1),
    };
    table.addEventListener("keydown", (event) => {
      const held = (event.ctrlKey || event.metaKey ? "Ctrl " : "") + (event.altKey ? "Alt " : "");
      const deed = KEYS[held + (event.key.length === 1 ? event.key.toLowerCase() : event.key)];
      if (deed) {
        event.preventDefault();
        deed(event.shiftKey);
      } else if (!held && event.key.length === 1 && names[at[1]]) {
        event.preventDefault();
        edit(event.key);
      }
    });
    table.addEventListener("mousedown", (event) => {
      const here = event.target.closest("td");
      if (!here || event.target.matches("input")) return;
      const row = here.parentElement.rowIndex - 1;
      event.preventDefault();
      document.activeElement.blur();
      go(row, here.cellIndex, event.shiftKey);
    });
    table.addEventListener("dblclick", () => edit());
    table.addEventListener("paste", (event) => {
      if (event.target.matches("input")) return;
      event.preventDefault();
      paste(event.clipboardData.getData("text/plain"));
    });
    table.addEventListener("copy", (event) => {
      if (event.target.matches("input")) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", copied());
    });

    // What the server makes of it
    const heard = (answer) => {
      told = answer;
      words.textContent = answer.words;
      chart.innerHTML = answer.chart;
      const said = answer.findings.filter((one) => wrong(one) || one.severity === "warning");
      list.replaceChildren(...said.slice(0, 20).map((one) => {
        const place = one.row < 0 ? say("The plan") : one.field ? say("Row {row}, {field}", { row: one.row + 1, field: title(one.field) }) : say("Row {row}", { row: one.row + 1 });
        const line = make("li", { class: wrong(one) ? "planner-wrong-words" : "" });
        if (one.row < 0) line.append(make("strong", {}, place));
        else {
          const button = make("button", { type: "button", class: "planner-place" }, place);
          button.addEventListener("click", () => { table.tabIndex = -1; go(one.row, Math.max(0, names.indexOf(one.field))); });
          line.append(button);
        }
        line.append(`: ${one.words} ${one.remedy}`);
        return line;
      }));
      if (!body.querySelector("input")) draw();
    };
    const work = async () => {
      asked?.abort();
      asked = new AbortController();
      if (rows.filter((row) => !blank(row)).length > MOST) words.textContent = say("The editor holds up to {most} rows; hand a longer plan in as a workbook.", { most: MOST });
      try {
        const answer = await fetch(form.dataset.dates, { method: "POST", body: new FormData(form), signal: asked.signal, headers: { Accept: "application/json" } });
        if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
          words.textContent = answer.status === 401
            ? say("Your session has ended. What you typed is kept: press “Look at what changes” and sign in again.")
            : say("The dates could not be computed just now. What you typed is kept; it is tried again with the next change.");
          return;
        }
        const found = await answer.json();
        if (answer.ok) heard(found);
        else words.textContent = found.words;
      } catch (fault) {
        if (fault.name !== "AbortError") words.textContent = say("The server cannot be reached. What you typed is kept; it is tried again with the next change.");
      }
    };

    const TOOLS = [
      [say("Insert a row"), "Insert", insert],
      [say("Delete the row"), "Control+Delete", remove],
      [say("Indent"), "Alt+ArrowRight", () => indent(1)],
      [say("Outdent"), "Alt+ArrowLeft", () => indent(-1)],
      [say("Move up"), "Alt+ArrowUp", () => move(-1)],
      [say("Move down"), "Alt+ArrowDown", () => move(1)],
      [say("Undo"), "Control+Z", () => turn(past, future)],
      [say("Redo"), "Control+Y", () => turn(future, past)],
    ];
    for (const [name, keys, deed] of TOOLS) {
      const button = make("button", { type: "button", class: "button button-quiet", "aria-keyshortcuts": keys, title: keys.replace("Control", "Ctrl") }, name);
      button.addEventListener("click", () => { deed(); show(true); });
      tools.append(button);
    }

    rows = read(field.value);
    const before = field.value;
    const headsBefore = headTexts();
    let restored = null;
    try {
      restored = JSON.parse(sessionStorage.getItem(kept));
    } catch { /* nothing was kept */ }
    const place = form.querySelector("[data-planner-place]");
    const differs = () => restored.table !== write(rows) || heads.some((one) => one.value !== restored.heads[one.name]);
    if (restored?.heads && differs() && !form.querySelector("#changes, .notice-refused")) {
      rows = read(restored.table);
      fillHeads(restored.heads);
      const button = make("button", { type: "button", class: "button button-quiet" }, say("Take what is stored"));
      const note = make("div", { class: "notice notice-note", role: "status" }, make("p", {}, say("What you typed here before and did not save is back.")), make("p", {}, button));
      button.addEventListener("click", () => { note.remove(); fillHeads(headsBefore); change(() => { rows = read(before); }); });
      place.append(note);
    }
    const left = make("div", { class: "planner-table" }, table);
    const right = make("div", { class: "planner-side", tabindex: "0", role: "region", "aria-label": say("Chart, scrolls") }, chart);
    place.append(tools, words, make("div", { class: "planner" }, left, right), cellWords, list,
      make("p", { class: "small muted" }, say("Type to replace a cell, Enter or F2 to change it, Tab to the next cell while typing; arrows walk, with Shift they select; paste rows from a spreadsheet. Dates such as 2026-03-31, durations 5d, 2w, 4h, predecessors 3FS+2d; 5SS.")));
    field.closest(".field").hidden = true;
    form.querySelector("[data-without-script]").hidden = true;
    for (const one of heads) one.addEventListener("input", soon);
    form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.closest(".planner-heads")) event.preventDefault(); });
    settle(rows);
    field.value = write(rows);
    draw();
    work();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-planner]").forEach(start));
})();
