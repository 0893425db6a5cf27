// The rows of the plan editor as texts: read from and written to lines of tabs, pasted, numbered, put under each other.
(() => {
  const level = (row) => Math.max(1, Number.parseInt(row.level, 10) || 1);
  const blank = (row) => Object.entries(row).every(([name, text]) => name === "id" || name === "level" || !text.trim());
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  // What a spreadsheet copies: a cell with tabs, line breaks or quotes in it stands in quotes, its own quotes doubled.
  const cellsOf = (text) => {
    const lines = [[]];
    let from = 0;
    const end = text.replace(/\r?\n$/, "").length;
    while (from <= end) {
      const quoted = /^"((?:[^"]|"")*)"(?=\t|\r?\n|$)/.exec(text.slice(from, end));
      const cell = quoted ? quoted[0] : /^[^\t\r\n]*/.exec(text.slice(from, end))[0];
      lines.at(-1).push(plain(quoted ? quoted[1].replaceAll('""', '"') : cell));
      from += cell.length;
      if (from >= end) break;
      const mark = /^(?:\t|\r?\n|\r)/.exec(text.slice(from, end))[0];
      if (mark !== "\t") lines.push([]);
      from += mark.length;
    }
    return lines;
  };

  window.plannerRows = (fields, headings) => {
    const fresh = (rows, place) => {
      const above = rows[place - 1];
      return { ...Object.fromEntries(fields.map((name) => [name, ""])), level: String(above ? level(above) : 1) };
    };
    return {
      level,
      blank,
      cellsOf,
      fresh,
      read: (text) => text.split(/\r?\n/).slice(1).filter((line) => line.trim()).map((line) => {
        const cells = line.split("\t");
        return Object.fromEntries(fields.map((name, place) => [name, (cells[place] || "").trim()]));
      }),
      write: (rows) => {
        const last = rows.findLastIndex((row) => !blank(row));
        const lines = rows.slice(0, last + 1).map((row) => fields.map((name) => plain(row[name] || "")).join("\t"));
        return [headings.join("\t"), ...lines].join("\n");
      },
      // Every row with something in it gets a number; a level is at most one below that of the row above; one blank row ends.
      settle: (rows) => {
        let next = Math.max(0, ...rows.map((row) => (/^\d+$/.test(row.id) ? Number(row.id) : 0))) + 1;
        for (const row of rows) if (!row.id && !blank(row)) row.id = String(next++);
        rows.forEach((row, place) => {
          row.level = String(Math.min(level(row), place ? level(rows[place - 1]) + 1 : 1));
        });
        while (rows.length > 1 && blank(rows.at(-1)) && blank(rows.at(-2))) rows.pop();
        if (!rows.length || !blank(rows.at(-1))) rows.push(fresh(rows, rows.length));
      },
      // The place after a row and all below it.
      below: (rows, place) => {
        let end = place + 1;
        while (end < rows.length && !blank(rows[end]) && level(rows[end]) > level(rows[place])) end++;
        return end;
      },
    };
  };
})();
