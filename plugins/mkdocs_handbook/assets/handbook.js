/* What a browser adds to the handbook's pages. Without it every table is there, complete, as of the day of the build. */
(() => {
  "use strict";

  /* A script that is loaded before this one may translate these. */
  const words = { ...HANDBOOK_WORDS, ...window.handbookWords };
  const FEW = 7; // A table of so few rows needs no filter.
  const SOON = 100; // So many rows are laid out at once, and as many more with each turn.
  const DAY = 864e5;
  const language = document.documentElement.lang || undefined;
  const tables = new Map();

  /* --- Moved headings: without this script, the entry itself shows where one went. --- */

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; /* not encoded: compare as it came */ }
  }

  function target() {
    const id = decoded(location.hash.slice(1));
    return id ? document.getElementById(id) : null;
  }

  function forward() {
    const entry = target();
    const link = entry?.closest(".handbook-moved") && entry.querySelector("a[href]");
    if (!link) return;
    const query = location.search && link.search ? "&" + location.search.slice(1) : location.search;
    location.replace(link.href.split("#")[0] + query + link.hash);
  }

  /* --- A missing page: of all pages, those with an address or a title like the one that was asked for. --- */

  const pairs = (text) => {
    const plain = text.toLowerCase().replace(/\.(md|html)$/, "").replace(/[^\p{L}\p{N}]+/gu, "");
    return new Set([...plain].map((letter, index) => letter + (plain[index + 1] ?? "")));
  };
  function likeness(one, other) {
    const common = [...one].filter((pair) => other.has(pair)).length;
    return (2 * common) / (one.size + other.size || 1);
  }

  function suggest(region) {
    const base = region.dataset.base.length;
    const parts = (address) => {
      const path = decoded(address).replace(/\/?((index|readme)(\.(html|md))?)?$/i, "");
      return [path, path.split("/").pop()].map(pairs);
    };
    const [asked, last] = parts(location.pathname.slice(base));
    const entries = [...region.querySelectorAll("li")].map((entry) => {
      const link = entry.querySelector("a");
      const [path, name] = parts(link.pathname.slice(base));
      return [entry, likeness(asked, path) + Math.max(likeness(last, name), likeness(last, pairs(link.textContent)))];
    });
    entries.sort((one, other) => other[1] - one[1]);
    const near = entries.filter(([, value]) => value > 1).slice(0, 5);
    region.querySelector("ul").replaceChildren(...near.map(([entry]) => entry));
    region.hidden = !near.length;
  }

  /* --- Time --- */

  /* Whether the browser knows a zone: that of the build may be newer. */
  function isZone(timeZone) {
    try {
      return Boolean(new Intl.DateTimeFormat("sv", { timeZone }));
    } catch {
      return false;
    }
  }

  const knownZone = (zone) => (isZone(zone) ? zone : "UTC");

  /* Formats are made once: there may be thousands of dates on a page, and to make one takes far longer than to use it. */
  const zones = {};
  const local = (instant, zone) =>
    (zones[zone] ??= new Intl.DateTimeFormat("sv", { timeZone: knownZone(zone) })).format(new Date(instant));
  const days = (day) => Date.parse(day) / DAY;

  /* The instant of a time of a day in a zone: its offset is that of the instant which this would be in UTC, or near it. */
  function instant(day, clock, zone) {
    const timeZone = knownZone(zone);
    const wall = Date.parse(`${day}T${clock}Z`);
    const offset = (at) => Date.parse(new Date(at).toLocaleString("sv", { timeZone }).replace(" ", "T") + "Z") - at;
    return wall - offset(wall - offset(wall));
  }

  /* Says how far off a day is, in the same words as the build. */
  function distance(count) {
    const far = Math.abs(count);
    if (far < 2) return words[["yesterday", "today", "tomorrow"][count + 1]];
    const [unit, length] =
      far < 14 ? ["day", 1] : far < 60 ? ["week", 7] : far < 730 ? ["month", 30.44] : ["year", 365.25];
    return words[count > 0 ? "in" : "ago"][unit].replace("{count}", Math.floor(far / length + 0.5));
  }

  /* The first day from today on of those that follow one: "+" and the days between them in turn, or the days themselves. */
  function upcoming(first, later, today) {
    if (first >= today) return first;
    if (!later.startsWith("+")) return later.split(" ").find((day) => day >= today) ?? (later.split(" ").pop() || first);
    const [cycle, last] = later.slice(1).split("/");
    const gaps = cycle.split(" ").map(Number);
    const end = last ? days(last) : Infinity;
    let day = days(first);
    for (let turn = 0; day < days(today) && day + gaps[turn % gaps.length] <= end; turn++) day += gaps[turn % gaps.length];
    return new Date(day * DAY).toISOString().slice(0, 10);
  }

  /* The day of a cell's date, where that was meant; "" without one. */
  const dayOf = (cell) => cell?.dataset.day ?? cell?.querySelector("time")?.getAttribute("datetime")?.slice(0, 10) ?? "";

  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  /* A day as people say it; its year where that is not this one. */
  const dayText = (when) => say(when.getFullYear() === new Date(Date.now()).getFullYear() ? "day" : "dayOfYear", {
    weekday: words.weekdays[(when.getDay() + 6) % 7],
    day: when.getDate(),
    month: words.months[when.getMonth()],
    year: when.getFullYear(),
  });

  function refreshNext(cell, now, zone) {
    const time = cell.querySelector("time");
    if (!time) return;
    cell.dataset.first ??= dayOf(cell);
    const { first, next, at } = cell.dataset;
    const day = upcoming(first, next, local(now, zone));
    const [clock, own] = (at ?? "").split(" ");
    const text = dayText(new Date(`${day}T00:00`));
    const said = clock && clock !== "00:00" ? say("moment", { day: text, time: clock }) : text;
    if (time.textContent !== said) time.textContent = said;
    if (dayOf(cell) === day) return;
    cell.dataset.day = day;
    time.dateTime = at ? new Date(instant(day, clock, own)).toISOString() : day;
    delete time.dataset.title;
    time.title = at ? `${day} ${at}` : day;
  }

  function refreshNote(note, now, zone) {
    const time = note.previousElementSibling;
    const value = time?.getAttribute("datetime") ?? time?.textContent;
    if (!value) return;
    // The day that stands there is one of the zone of the date.
    const day = time.closest("td")?.dataset.day ?? value.slice(0, 10);
    const text = distance(days(day) - days(local(now, zone)));
    if (note.textContent !== text) note.textContent = text;
  }

  /* Of the shifts of one rotation, in order: who is on, who comes next, and that the address leads to the first of them. */
  function refreshDuty(rows, now, count) {
    const left = rows.filter((row) => !(Date.parse(row.dataset.to) <= now));
    const on = left.find((row) => Date.parse(row.dataset.from) <= now);
    const shown = new Set(left.length ? left.slice(0, count + (on ? 1 : 0)) : rows.slice(-1));
    const id = rows.map((row) => row.id).find(Boolean);
    for (const row of rows) {
      row.removeAttribute("id");
      row.dataset.off = shown.has(row) ? "" : "off";
      row.classList.toggle("handbook-now", row === on);
      row.toggleAttribute("aria-current", row === on);
      if (row === on) row.setAttribute("aria-current", "true");
      else row.querySelector(".handbook-duty")?.remove();
    }
    const [first] = shown;
    if (id && first) first.id = id;
  }

  /* Of what falls due in this week or month: what does so today, by date, and until when that is. */
  function refreshDue(table, today) {
    const { region } = table;
    const last = until(region.dataset.due, today);
    const days = new Map(table.rows.map((row) => [row, dayOf(row.querySelector("td[data-next]"))]));
    const isDue = (row) => days.get(row) >= today && days.get(row) <= last;
    for (const row of table.rows) row.dataset.off = isDue(row) ? "" : "off";
    region.querySelector(".handbook-nothing")?.toggleAttribute("hidden", table.rows.some(isDue));
    const rows = [...table.rows].sort((one, other) => letters(days.get(one), days.get(other)));
    if (rows.some((row, index) => row !== table.rows[index])) {
      table.rows = rows;
      sort(table);
    }
    if (region.dataset.until === last) return;
    region.dataset.until = last;
    const time = region.querySelector("caption time");
    if (!time) return;
    const said = time.textContent;
    time.title = time.dateTime = last;
    delete time.dataset.title;
    time.textContent = dayText(new Date(`${last}T00:00`));
    for (const one of [region, table.bar])
      one?.setAttribute("aria-label", one.getAttribute("aria-label").replaceAll(said, time.textContent));
  }

  function markDuty(row, column) {
    const cell = row.cells[column];
    if (!cell || cell.querySelector(".handbook-duty")) return;
    const mark = Object.assign(document.createElement("span"), { className: "handbook-duty", textContent: words.duty });
    cell.append(" ", mark);
  }

  function refresh(table) {
    if (table.region.dataset.timezone) catchUp(table, Date.now());
    for (const row of table.rows) delete row.handbookText;
    show(table);
  }

  function catchUp(table, now) {
    const { region, heads } = table;
    const zone = region.dataset.timezone;
    for (const cell of region.querySelectorAll("td[data-next]")) refreshNext(cell, now, zone);
    if (region.dataset.due) refreshDue(table, local(now, zone));
    const groups = {};
    for (const row of region.querySelectorAll("tr[data-duty]")) (groups[row.dataset.duty] ??= []).push(row);
    for (const rows of Object.values(groups)) refreshDuty(rows, now, Number(region.dataset.shifts ?? 0));
    const column = Math.max(0, heads.findIndex((head) => head.dataset.key === "dri"));
    for (const row of region.querySelectorAll("tr.handbook-now[data-duty]")) markDuty(row, column);
    for (const note of region.querySelectorAll("time + small")) refreshNote(note, now, zone);
  }

  /* --- At a glance --- */

  /* An instant as people say it, in the zone of the reader. */
  function moment(when) {
    const [hours, minutes] = [when.getHours(), when.getMinutes()].map((number) => String(number).padStart(2, "0"));
    const time = `${hours}:${minutes}`;
    return time === "00:00" ? dayText(when) : say("moment", { day: dayText(when), time });
  }

  /* Of each rotation the state of now; of each timeline the weeks from now on, as far as the page knows. */
  function lookUp() {
    const now = Date.now();
    for (const rotation of document.querySelectorAll(".handbook-rotation")) {
      const states = [...rotation.querySelectorAll("[data-from]")];
      const current = states.findLast((state) => Date.parse(state.dataset.from) <= now) ?? states[0];
      for (const state of states) state.hidden = state !== current;
    }
    for (const chip of document.querySelectorAll("[data-zone]")) {
      if (!isZone(chip.dataset.zone)) continue;
      const time = new Date(now).toLocaleTimeString("sv", { timeZone: chip.dataset.zone, hour: "2-digit", minute: "2-digit" });
      chip.textContent = `${chip.dataset.zone} · ${say("there", { time })}`;
    }
    document.querySelectorAll(".handbook-agenda").forEach(lookAhead);
    for (const time of document.querySelectorAll(".handbook-rotation time, .handbook-day > time")) {
      const { dateTime } = time;
      const text = dateTime.length > 10 ? moment(new Date(dateTime)) : dayText(new Date(`${dateTime}T00:00`));
      if (time.textContent !== text) time.textContent = text;
      // Where the clock of the rotation shows another hour, as its table does.
      if (dateTime.length > 10 && Date.parse(dateTime.slice(0, 19)) !== Date.parse(dateTime)) time.dataset.yours = words.yours;
    }
    for (const timeline of document.querySelectorAll(".handbook-timeline")) {
      const passed = (now - Date.parse(timeline.dataset.start)) / DAY;
      const shown = Number(timeline.style.getPropertyValue("--days")) / 7;
      const last = timeline.querySelectorAll(".handbook-weeks span").length - shown;
      timeline.style.setProperty("--now", passed);
      timeline.style.setProperty("--at", 7 * Math.max(0, Math.min(Math.floor(passed / 7), last)));
    }
  }

  /* Of an agenda the days and weeks from today on, as far as the page knows. */
  function lookAhead(agenda) {
    const { timezone, first, last } = agenda.dataset;
    const now = local(Date.now(), timezone);
    const today = now < first ? first : now;
    const isKnown = today <= last;
    const ahead = (day) => days(day) - days(today);
    const entries = [...agenda.querySelectorAll("[data-day]")];
    for (const entry of entries) {
      const [from, to] = entry.localName === "tr" ? [-6, 21] : [0, 6];
      const far = ahead(entry.dataset.day);
      entry.hidden = far < from || far > to;
    }
    for (const cell of agenda.querySelectorAll("td")) {
      const far = ahead(dayOf(cell));
      cell.toggleAttribute("data-past", far < 0);
      if (far) cell.removeAttribute("aria-current");
      else cell.setAttribute("aria-current", "date");
    }
    for (const note of agenda.querySelectorAll(".handbook-day > small")) refreshNote(note, Date.parse(today), "UTC");
    for (const one of agenda.querySelectorAll("table, .handbook-days")) one.hidden = !isKnown;
    agenda.querySelector(".handbook-unknown").hidden = isKnown;
    agenda.querySelector(".handbook-nothing").hidden = !isKnown || Boolean(agenda.querySelector(".handbook-days > li:not([hidden])"));
  }

  /* The title of a date or time, where the reader points at it. */
  function explain(time) {
    const value = time.getAttribute("datetime") ?? time.textContent;
    const exact = value.length > 10;
    const style = exact ? { dateStyle: "full", timeStyle: "short" } : { dateStyle: "full", timeZone: "UTC" };
    const text = new Intl.DateTimeFormat(undefined, style).format(new Date(value));
    time.dataset.title ??= time.title;
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    time.title = exact ? `${time.dataset.title ? time.dataset.title + " = " : ""}${text} ${own} (${words.yours})` : `${text} (${value})`;
  }

  /* --- Sorting and filtering --- */

  /* What a cell sorts by: a number of the build, the instant of a date, or its text. */
  function meaning(cell) {
    if (cell?.dataset.sort) return Number(cell.dataset.sort);
    const first = cell?.firstElementChild;
    if (first?.localName === "time") return Date.parse(first.getAttribute("datetime") ?? first.textContent);
    const text = cell?.textContent.trim() ?? "";
    return text !== "" && isFinite(text) ? Number(text) : text;
  }

  const { compare: letters } = new Intl.Collator(language, { numeric: true });

  /* Numbers come before text, and nothing comes last, whichever way the others are sorted. */
  const rank = (key) => (typeof key === "number" ? 0 : key ? 1 : 2);

  function sort(table) {
    const column = table.heads.findIndex((head) => head.dataset.key === table.sorted);
    const found = table.rows.map((row, index) => ({ row, index, key: column < 0 ? "" : meaning(row.cells[column]) }));
    const sign = table.descending ? -1 : 1;
    const order = (one, other) => (typeof one === "number" ? one - other : letters(one, other));
    found.sort((one, other) =>
      rank(one.key) - rank(other.key) || sign * order(one.key, other.key) || one.index - other.index);
    table.ordered = found.map(({ row }) => row);
    postpone(table, table.ordered.filter((row) => !row.hidden));
    table.body.append(...table.ordered.flatMap((row) => (row.opened ? [row, row.opened] : [row])));
    table.heads.forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", table.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  /* Leaves rows far below for later, so that those in sight need not wait for them; the height stays meanwhile. */
  function postpone(table, rows) {
    const { region } = table;
    table.postponed = rows.slice(SOON);
    if (!table.postponed.length) return;
    region.style.minHeight ||= `${region.offsetHeight}px`;
    for (const row of rows.slice(0, SOON)) row.classList.remove("handbook-later");
    for (const row of table.postponed) row.classList.add("handbook-later");
    clearTimeout(table.turn);
    table.turn = setTimeout(follow, 20, table, SOON);
  }

  function follow(table, count) {
    for (const row of table.postponed?.splice(0, count) ?? []) row.classList.remove("handbook-later");
    if (table.postponed?.length) table.turn = setTimeout(follow, 20, table, 2 * count);
    else table.region.style.minHeight = "";
  }

  /* The last day of this week or month, in the zone of the table. */
  function until(when, today) {
    const [year, month, day] = today.split("-").map(Number);
    const weekday = (new Date(today).getUTCDay() + 6) % 7;
    return new Date(when === "month" ? Date.UTC(year, month, 0) : Date.UTC(year, month - 1, day + 6 - weekday))
      .toISOString().slice(0, 10);
  }

  function matcher(table) {
    const wanted = table.query.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = table.facets.filter(({ select }) => select.value);
    const today = local(Date.now(), table.region.dataset.timezone);
    return (row) => {
      if (wanted.length) row.handbookText ??= (row.textContent + (row.opened?.textContent ?? "")).toLowerCase();
      return wanted.every((word) => row.handbookText.includes(word)) && chosen.every(({ select, column, isDate }) => {
        const day = dayOf(row.cells[column]);
        // The last date of what has ended stays, and is due no more.
        return isDate ? day >= today && day <= until(select.value, today) : row.cells[column].textContent.trim() === select.value;
      });
    };
  }

  function show(table) {
    const matches = matcher(table);
    const wanted = target()?.closest("tr");
    const all = table.ordered.filter((row) => row.dataset.off !== "off");
    const shown = new Set(all.filter((row) => row === wanted || matches(row)));
    const changing = table.ordered.filter((row) => row.hidden === shown.has(row));
    if (changing.length > SOON) postpone(table, [...shown]);
    for (const row of changing) row.hidden = !row.hidden;
    const text = shown.size < all.length ? say("count", { shown: shown.size, all: all.length }) : "";
    if (table.output && table.output.value !== text) table.output.value = text;
    if (table.none) table.none.hidden = shown.size > 0;
  }

  /* --- The view in the address, so that it can be shared: ?rituals.filter=release&rituals.sort=-next --- */

  const settings = (table) => [
    ["filter", table.query],
    ["sort", table.sorted && (table.descending ? "-" : "") + table.sorted],
    ...table.facets.map(({ key, select }) => [key, select.value]),
  ];

  function write(table) {
    const address = new URL(location);
    for (const [key, value] of settings(table)) {
      address.searchParams.delete(`${table.name}.${key}`);
      if (value) address.searchParams.append(`${table.name}.${key}`, value);
    }
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  function read(table) {
    const given = new URLSearchParams(location.search);
    const value = (key) => given.get(`${table.name}.${key}`) ?? "";
    table.query = value("filter");
    table.descending = value("sort").startsWith("-");
    table.sorted = value("sort").replace(/^-/, "");
    if (table.input) table.input.value = table.query;
    for (const { key, select } of table.facets) {
      select.value = value(key);
      if (select.selectedIndex < 0) select.value = "";
    }
    if (table.sorted) sort(table);
  }

  /* With instant navigation the next page's address stands before this page's tables are gone. */
  function changed(table) {
    const { pathname } = location;
    show(table);
    clearTimeout(table.later);
    table.later = setTimeout(() => location.pathname === pathname && write(table), 200);
  }

  /* --- Tools above a table, and buttons in its header --- */

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function button(table, head) {
    const made = element("button", { type: "button" }, ...head.childNodes);
    made.addEventListener("click", () => {
      const { key } = head.dataset;
      if (table.sorted !== key) Object.assign(table, { sorted: key, descending: false });
      else if (!table.descending) table.descending = true;
      else Object.assign(table, { sorted: "", descending: false });
      sort(table);
      changed(table);
    });
    head.append(made);
  }

  /* A choice among the values of a column, if it has several but not one for each row. */
  function facet(table, head, column) {
    const { key, format } = head.dataset;
    const isDate = key === "next";
    if (!isDate && format !== "person" && format !== "frequency" && key !== "group") return;
    const values = isDate ? [] : [...new Set(table.rows.map((row) => row.cells[column]?.textContent.trim()))].filter(Boolean);
    if (!isDate && (values.length < 2 || values.length === table.rows.length)) return;
    const cells = format === "frequency" ? table.rows.map((row) => row.cells[column]) : [];
    const weights = new Map(cells.map((cell) => [cell.textContent.trim(), Number(cell.dataset.sort || Infinity)]));
    values.sort((one, other) => weights.get(one) - weights.get(other) || letters(one, other));
    const options = isDate ? [["week", words.week], ["month", words.month]] : values.map((value) => [value, value]);
    const select = element("select", {}, ...[["", words.every], ...options].map(([value, textContent]) => element("option", { value, textContent })));
    select.addEventListener("change", () => changed(table));
    table.facets.push({ key, select, column, isDate });
    return element("label", {}, element("span", { textContent: head.textContent.trim() }), select);
  }

  function tools(table) {
    table.input = element("input", { type: "search", autocomplete: "off", spellcheck: false });
    table.input.addEventListener("input", () => {
      table.query = table.input.value;
      changed(table);
    });
    table.output = element("output");
    const bar = element("div", { className: "handbook-tools" },
      element("label", {}, element("span", { textContent: words.filter }), table.input),
      ...table.heads.map((head, column) => facet(table, head, column)).filter(Boolean),
      table.output);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `${words.filter}: ${table.region.getAttribute("aria-label")}`);
    table.region.before(bar);
    table.bar = bar;
    const clear = element("button", { type: "button", textContent: words.clear });
    clear.addEventListener("click", () => {
      table.query = table.input.value = "";
      for (const { select } of table.facets) select.value = "";
      changed(table);
      table.input.focus();
    });
    table.none = element("p", { className: "handbook-none", hidden: true }, `${words.none} · `, clear);
    table.region.append(table.none);
  }

  /* --- Rows --- */

  /* Shows the row to which the address leads, opened, wherever it now is. */
  function reveal() {
    for (const table of tables.values()) show(table);
    const row = target()?.closest(".handbook-table tr");
    if (!row) return;
    const details = row.querySelector("details");
    if (row.querySelector(".handbook-toggle")) open(row, true);
    else if (details) details.open = true;
    for (const table of tables.values()) follow(table, Infinity);
    row.scrollIntoView();
    details?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /* What a row tells gets the width of the table. */
  function unfold({ target: details }) {
    const row = details.matches?.(".handbook-more") && details.closest("tr");
    if (!row) return;
    if (details.open && !row.opened && !narrow.matches) {
      const cell = element("td", { colSpan: row.cells.length }, details.querySelector("dl"));
      row.opened = element("tr", { className: "handbook-opened" }, cell);
      row.after(row.opened);
    } else if (!details.open && row.opened) {
      details.append(row.opened.querySelector("dl"));
      row.opened.remove();
      delete row.opened;
    }
  }

  /* --- Cards on a phone --- */

  const narrow = matchMedia("(width < 45em)");

  function open(row, isOpen) {
    const toggle = row.querySelector(".handbook-toggle");
    const details = row.querySelector("details");
    row.classList.toggle("handbook-wide", isOpen);
    toggle.setAttribute("aria-expanded", isOpen);
    toggle.dataset.word = isOpen ? words.less : words.more;
    if (details) details.open = isOpen;
  }

  /* Cells get the titles of their columns, and rows a button where they have more than a card shows. */
  function cards(table) {
    if (!narrow.matches || table.isCards) return;
    table.isCards = true;
    const rest = table.heads.map((head) => head.classList.contains("handbook-rest"));
    const titles = table.heads.map((head) => (head.dataset.key ? head.textContent.trim() : ""));
    for (const row of table.rows) {
      [...row.cells].forEach((cell, index) => {
        if (titles[index]) cell.dataset.label = titles[index];
        cell.classList.toggle("handbook-rest", rest[index]);
      });
      if (![...row.cells].some((cell, index) => rest[index] && cell.hasChildNodes())) continue;
      const toggle = element("button", { type: "button", className: "handbook-toggle" });
      toggle.setAttribute("aria-label", `${words.more}: ${row.cells[0].textContent.trim()}`);
      toggle.addEventListener("click", () => open(row, toggle.getAttribute("aria-expanded") !== "true"));
      row.cells[0].append(toggle);
      open(row, Boolean(row.querySelector("details[open]")));
    }
  }

  /* A link to itself in each row that somebody points at or goes through by keyboard. */
  function permalink(row) {
    if (!row?.id || row.querySelector(".handbook-link")) return;
    const link = element("a", { className: "handbook-link", href: `#${encodeURIComponent(row.id)}`, title: words.link });
    link.setAttribute("aria-label", words.link);
    row.cells[0].append(link);
  }

  function pointed({ target: at }) {
    if (!(at instanceof Element) || !at.closest(".handbook-table, .handbook-glance")) return;
    permalink(at.closest("tbody tr"));
    const time = at.closest("time");
    if (time) explain(time);
  }

  /* A table that fits needs no region to scroll in, so its header can stay in sight while the page scrolls. */
  function fit(grid) {
    const region = grid.parentElement;
    region.classList.toggle("handbook-fits", grid.offsetWidth <= region.clientWidth);
  }

  const fitting = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));

  function below() {
    const bar = document.querySelector(".md-header, .navbar.fixed-top");
    const sticks = bar && /sticky|fixed/.test(getComputedStyle(bar).position);
    document.documentElement.style.setProperty("--handbook-top", `${sticks ? bar.offsetHeight : 0}px`);
  }

  function enhance(region) {
    const grid = region.querySelector("table");
    const body = grid?.tBodies[0];
    if (!body || !grid.tHead) return;
    const kind = /handbook-(?!table)([\w-]+)/.exec(region.className)?.[1] ?? "table";
    const same = [...tables.values()].filter((table) => table.kind === kind).length;
    const heads = [...grid.tHead.rows[0].cells];
    const rows = [...body.rows].filter((row) => row.cells.length === heads.length);
    const table = { region, body, heads, rows, ordered: rows, kind, name: same ? `${kind}-${same + 1}` : kind, facets: [], query: "", sorted: "" };
    tables.set(region, table);
    for (const row of rows) if (row.hidden) row.dataset.off = "off";
    const isDuty = rows.some((row) => row.dataset.duty);
    if (rows.filter((row) => !row.hidden).length > FEW && !isDuty) tools(table);
    if (rows.length > 1 && !isDuty) heads.filter((head) => head.dataset.key).forEach((head) => button(table, head));
    read(table);
    cards(table);
    refresh(table);
    fit(grid);
    fitting.observe(grid);
  }

  function start() {
    for (const region of tables.keys()) if (!region.isConnected) tables.delete(region);
    for (const region of document.querySelectorAll(".handbook-table")) if (!tables.has(region)) enhance(region);
    for (const region of document.querySelectorAll(".handbook-near[hidden]")) suggest(region);
    lookUp();
    below();
    forward();
    reveal();
  }

  const again = () => {
    tables.forEach(refresh);
    lookUp();
  };
  window.addEventListener("hashchange", () => { forward(); reveal(); });
  document.addEventListener("mouseover", pointed);
  document.addEventListener("focusin", pointed);
  document.addEventListener("toggle", unfold, true);
  narrow.addEventListener("change", () => tables.forEach(cards));
  document.addEventListener("visibilitychange", () => document.hidden || again());
  setInterval(again, 30000);
  if (typeof document$ !== "undefined") document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
