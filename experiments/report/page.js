"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const get = (id) => document.getElementById(id);
  const data = JSON.parse(get("data").textContent);
  // Means of runs are shown in whole people from ten on.
  const [integers, tenths] = [0, 1].map((digits) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: digits, roundingMode: "halfEven" }));
  const show = { format: (people) => (Math.abs(people) >= 10 ? integers : tenths).format(people) };

  function draw(name, attributes, parent, text) {
    const made = document.createElementNS(SVG, name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }
  function make(name, text, parent) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  // Tables: a heading sorts, a button saves.
  function value(cell) {
    return cell.dataset.v === undefined ? cell.textContent.trim().toLowerCase() : Number(cell.dataset.v);
  }
  for (const table of document.querySelectorAll("table.data")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      const numeric = [...table.tBodies[0].rows].some((row) => row.cells[column].dataset.v !== undefined);
      const falling = numeric ? down : !(head.getAttribute("aria-sort") !== "ascending");
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const x = value(a.cells[column]), y = value(b.cells[column]);
        const order = typeof x === "number" && typeof y === "number" ? x - y : typeof x === typeof y ? x.localeCompare(y) : typeof x === "number" ? 1 : -1;
        return falling ? -order : order;
      });
      table.tBodies[0].append(...rows);
    }));
    table.closest("details").querySelector(".save").addEventListener("click", () => {
      const cell = (one) => {
        const said = one.dataset.v === undefined ? one.textContent.trim() : one.dataset.v;
        const text = /^[=+@\t\r-]/.test(said) && Number.isNaN(Number(said)) ? "'" + said : said; // a spreadsheet would run it
        return /[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
      };
      save(table.dataset.name, [...table.rows].map((row) => [...row.cells].map(cell).join(",")).join("\n") + "\n");
    });
  }
  for (const button of document.querySelectorAll(".data-of")) {
    const text = button.closest("figure").querySelector(".csv").textContent;
    button.addEventListener("click", () => save(button.dataset.name, text.replaceAll("\\u003c", "<").replaceAll("\\\\", "\\")));
  }
  function save(name, text) {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = name + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // On paper every table is open.
  let closed = [];
  addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details:not([open])")]; for (const one of closed) one.open = true; });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });

  if (!data.flows) return;

  // The map: outlines, then flows, then places; only widths change afterwards, until another view is chosen.
  const chart = get("chart");
  if (!data.real) chart.classList.add("made-up");
  let flows = [];
  function look(view) {
    chart.replaceChildren();
    chart.setAttribute("viewBox", "0 0 " + view.wide + " " + view.tall);
    const land = draw("g", {}, chart), lines = draw("g", {}, chart), top = draw("g", {}, chart);
    for (const shape of view.shapes) draw("title", {}, draw("path", { d: shape.d, class: "land" + (shape.ours ? " ours" : "") }, land), shape.name);
    for (const shape of view.shapes) if (shape.at) draw("text", { x: shape.at[0], y: shape.at[1], class: "code" + (shape.at[2] < 14 ? " few" : ""), "font-size": shape.at[2] }, land, shape.code);
    flows = data.flows.map((flow, k) => {
      const line = view.lines[k], path = draw("path", { d: line.d, class: "flow " + flow.kind, opacity: 0.88 }, lines);
      const head = draw("path", { d: "M6 0L-5 5L-5 -5Z", class: "head " + flow.kind }, lines);
      return { ...flow, ...line, path, head, title: draw("title", {}, path), people: 0 };
    });
    for (const place of view.places) {
      const radius = place.body === "main_hub" ? 5 : place.body === "route_city" ? 2.2 : 3.4;
      if (place.airport) draw("circle", { cx: place.x, cy: place.y, r: radius + 2.4, class: "ring" }, top);
      draw("title", {}, draw("circle", { cx: place.x, cy: place.y, r: radius, class: "place " + place.body }, top), place.title + " (" + place.country + ")" + (place.capital ? ", capital" : ""));
      if (place.label) draw("text", { x: place.x + place.label[0], y: place.y + place.label[1], "text-anchor": place.label[2], class: "name " + (place.label[3] ? "large" : "small") }, top, place.title);
    }
  }
  function radios(box, name, texts, first, chosen) {
    texts.forEach((text, k) => {
      const label = make("label", undefined, get(box));
      const radio = make("input", undefined, label);
      radio.type = "radio"; radio.name = name; radio.value = String(k); radio.checked = k === first;
      radio.addEventListener("change", () => chosen(k));
      label.append(" " + text);
    });
    get(box).hidden = texts.length < 2;
  }

  // Choices: the first significant change comes first, where it is; where there is none, the flows under the first policy.
  const several = data.arms.length > 1;
  const choices = data.changes.map((change) => ({ text: data.arms[change.of].name + " minus " + data.arms[0].name, now: change.of, than: 0, change }));
  data.arms.forEach((arm, k) => choices.push({ text: arm.name, now: k, than: -1 }));
  const found = choices.findIndex((choice) => choice.change && choice.change.flows.length);
  let arm = found >= 0 ? found : Math.min(data.changes.length + 1, choices.length - 1), timer = 0;
  radios("arms", "arm", choices.map((choice) => choice.text), arm, (k) => { arm = k; update(); });
  radios("views", "view", data.views.map((view) => view.title), 0, (k) => { look(data.views[k]); update(); });
  look(data.views[0]);
  const community = get("community");
  ["all followed communities", ...data.communities].forEach((name, k) => { const option = make("option", name, community); option.value = String(k - 1); });
  const week = get("week"), whole = get("whole"), play = get("play"), when = get("when");
  week.max = String(data.weeks.length - 1);
  week.value = String(data.report[0]);
  const most = scale(data.report[1] - data.report[0] + 1);

  function sums(k, only, from, to) {
    const found = new Float64Array(data.flows.length);
    for (const row of data.arms[k].rows) {
      if (only >= 0 && row[1] !== only) continue;
      for (let i = 2; i < row.length; i += 2) if (row[i] >= from && row[i] <= to) found[row[0]] += row[i + 1];
    }
    return found;
  }
  function scale(weeks) {
    const all = sums(0, -1, data.report[0], data.report[1]);
    return Math.max(1e-9, ...all) / weeks;
  }
  function update() {
    const only = Number(community.value), choice = choices[arm], span = Math.max(1, Math.round(4 / data.step));
    const from = whole.checked ? data.report[0] : Number(week.value);
    const to = whole.checked ? data.report[1] : Math.min(data.weeks.length - 1, from + span - 1);
    const now = sums(choice.now, only, from, to);
    if (choice.than >= 0) { const before = sums(choice.than, only, from, to); for (let k = 0; k < now.length; k++) now[k] = choice.change.flows.includes(k) ? now[k] - before[k] : 0; }
    const changed = choice.than >= 0;
    const unit = changed || only >= 0 ? Math.max(1e-9, ...now.map(Math.abs)) : most * (to - from + 1);
    flows.forEach((flow, k) => {
      const people = now[k], size = Math.abs(people);
      flow.people = people;
      const seen = size > 1e-9;
      flow.path.style.display = flow.head.style.display = seen ? "" : "none";
      if (!seen) return;
      const wide = Math.min(16, Math.max(0.6, 12 * Math.pow(size / unit, 0.65)));
      const kind = changed ? (people > 0 ? "more" : "less") : flow.kind;
      flow.path.setAttribute("class", "flow " + kind);
      flow.head.setAttribute("class", "head " + kind);
      flow.path.style.strokeWidth = wide.toFixed(2);
      const big = 0.55 + wide / 8;
      flow.head.style.display = flow.long > 26 * big ? "" : "none";
      flow.head.setAttribute("transform", "translate(" + flow.arrow[0] + " " + flow.arrow[1] + ") rotate(" + flow.arrow[2] + ") scale(" + big.toFixed(2) + ")");
      flow.title.textContent = describe(flow);
    });
    const largest = flows.filter((flow) => Math.abs(flow.people) > 1e-9).sort((a, b) => Math.abs(b.people) - Math.abs(a.people)).slice(0, 8);
    get("top").replaceChildren(...largest.map((flow) => make("li", describe(flow))));
    if (!largest.length) make("li", changed ? "no significant change" : "nobody", get("top"));
    const verdict = changed ? choice.change : data.changes.find((change) => change.of === choice.now) || data.changes[0];
    get("judged").hidden = !verdict;
    get("judged").textContent = verdict ? choices.find((one) => one.change === verdict).text + ": " + verdict.note : "";
    const days = whole.checked ? data.span[0] + " to " + data.span[1] : data.weeks[from] + ", " + (to - from + 1) * data.step + " weeks";
    when.value = days;
    get("shown").textContent = "Shown: " + (several ? choice.text + ", " : "") + community.selectedOptions[0].textContent + ", " + days + ".";
    week.setAttribute("aria-valuetext", days);
    key(changed);
    strip(choice.now, from, to);
  }
  function describe(flow) {
    const sign = choices[arm].than >= 0 ? (flow.people > 0 ? "+" : "−") : "";
    return flow.from + " (" + flow.countries[0] + ") to " + flow.to + " (" + flow.countries[1] + "), " + ({ main: "land", other: "land" }[flow.kind] || flow.kind) + ": " + sign + show.format(Math.abs(flow.people));
  }
  function key(changed) {
    const rows = changed ? [["more pass", "#0072b2"], ["fewer pass", "#d55e00"]] : [["main land routes", "#d55e00"], ["other land", "#e69f00"], ["sea (dotted)", "#009e73"], ["air (dashed)", "#0072b2"]];
    get("key").replaceChildren(...rows.map(([text, colour]) => {
      const row = make("li"), swatch = make("span", undefined, row);
      swatch.className = "swatch"; swatch.style.background = colour;
      row.append(text);
      return row;
    }));
  }
  function strip(k, from, to) {
    const box = get("strip"), rows = Object.entries(data.strips[k].rows), tall = 58, wide = 260;
    box.setAttribute("viewBox", "0 0 " + wide + " " + rows.length * tall);
    box.replaceChildren();
    const colours = ["#009e73", "#0072b2", "#d55e00", "#1d2329"];
    rows.forEach(([name, values], r) => {
      const high = Math.max(1e-9, ...values), step = wide / values.length, base = (r + 1) * tall - 6;
      draw("rect", { x: from * step, y: r * tall + 14, width: Math.max(1.5, (to - from + 1) * step), height: tall - 20, fill: "#e69f00", opacity: 0.22 }, box);
      values.forEach((v, i) => v > 0 && draw("rect", { x: (i * step).toFixed(2), y: (base - (v / high) * (tall - 22)).toFixed(1), width: Math.max(0.7, step - 0.25).toFixed(2), height: ((v / high) * (tall - 22)).toFixed(1), fill: colours[r] }, box));
      const sum = values.slice(from, to + 1).reduce((a, b) => a + b, 0);
      draw("text", { x: 0, y: r * tall + 10, "font-size": 11, fill: "#1d2329" }, box, name + ": " + show.format(sum));
    });
  }
  function stop() { clearInterval(timer); timer = 0; play.setAttribute("aria-pressed", "false"); play.textContent = "▶ Play"; }
  play.addEventListener("click", () => {
    if (timer) return stop();
    whole.checked = false;
    if (Number(week.value) >= data.weeks.length - 1) week.value = "0";
    play.setAttribute("aria-pressed", "true"); play.textContent = "❚❚ Pause";
    timer = setInterval(() => {
      if (Number(week.value) >= data.weeks.length - 1) return stop();
      week.value = String(Number(week.value) + 1);
      update();
    }, 220);
    update();
  });
  week.addEventListener("input", () => { whole.checked = false; update(); });
  whole.addEventListener("change", () => { stop(); update(); });
  community.addEventListener("change", update);
  get("controls").addEventListener("submit", (event) => event.preventDefault());
  update();
})();
