"use strict";

/* Asks for the streams every two seconds and draws them. Texts go in as text, never as markup. */

const EVERY = 2000;
const HISTORY = 600;
const WIDTH = 600;
const HEIGHT = 100;
const SVG = "http://www.w3.org/2000/svg";

const GOOD = new Set(["STREAMING", "SNAPSHOT"]);
const BAD = new Set(["FAILED"]);

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

const byId = (id) => document.getElementById(id);

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function count(value) {
  return value < 100000 ? whole.format(value) : short.format(value);
}

function rate(value) {
  return value < 10 ? String(Math.round(value * 10) / 10) : count(value);
}

function bytes(value) {
  if (value < 1 << 20) return whole.format(value / 1024) + " KB";
  if (value < 1 << 30) return whole.format(value / (1 << 20)) + " MB";
  return (value / (1 << 30)).toFixed(1) + " GB";
}

function time(millis) {
  if (millis < 1000) return millis === 0 ? "0 s" : millis + " ms";
  const seconds = millis / 1000;
  if (seconds < 60) return (seconds < 10 ? seconds.toFixed(1) : whole.format(seconds)) + " s";
  if (seconds < 3600) return Math.floor(seconds / 60) + " min " + Math.round(seconds % 60) + " s";
  if (seconds < 86400) return Math.floor(seconds / 3600) + " h " + Math.floor((seconds % 3600) / 60) + " min";
  return whole.format(seconds / 86400) + " d";
}

function words(state) {
  return state.toLowerCase().replaceAll("_", " ");
}

function stateClass(state) {
  return "state " + (BAD.has(state) ? "bad" : GOOD.has(state) ? "good" : "wait");
}

function number(label, text) {
  const cell = element("td", "number", text);
  cell.dataset.label = label;
  return cell;
}

function row(stream) {
  const line = element("tr");
  const name = element("th", "", stream.name);
  name.scope = "row";
  line.append(
    name,
    element("td", stateClass(stream.state), words(stream.state)),
    number("Lag", GOOD.has(stream.state) ? time(stream.lagMillis) : "–"),
    number("Events/s", rate(latest(stream.rates))),
    number("Published", count(stream.published)),
    number("Rejected", count(stream.rejected)),
    number("Under way", count(stream.underWay)));
  return line;
}

function latest(rates) {
  return rates.length === 0 ? 0 : rates[rates.length - 1];
}

/* The last ten minutes, the present at the right edge. */
function chart(stream) {
  const rates = stream.rates;
  const most = rates.reduce((a, b) => Math.max(a, b), 0);
  const top = Math.max(most, 1);
  const x = (i) => WIDTH - (rates.length - 1 - i) * WIDTH / (HISTORY - 1);
  const y = (value) => HEIGHT - value / top * (HEIGHT - 4);
  const svg = drawn("svg", {
    class: "chart",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": `Events a second of ${stream.name} over the last ten minutes: `
      + `${rate(latest(rates))} now, ${rate(most)} at most`,
  });
  for (let minute = 0; minute <= 10; minute += 2) {
    const at = minute * WIDTH / 10;
    svg.append(drawn("line", { class: "grid", x1: at, x2: at, y1: 0, y2: HEIGHT }));
  }
  if (rates.length > 0) {
    const points = rates.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" L");
    svg.append(
      drawn("path", { class: "area", d: `M${x(0).toFixed(1)},${HEIGHT} L${points} L${WIDTH},${HEIGHT} Z` }),
      drawn("path", { class: "rate", d: `M${points}` }));
  }
  const figure = element("figure");
  const caption = element("figcaption");
  caption.append(
    element("span", "", "10 min ago"),
    element("span", "", `${rate(stream.perSecond)}/s over the last minute, ${rate(most)}/s at most`),
    element("span", "", "now"));
  figure.append(svg, caption);
  return figure;
}

function problems(stream) {
  const list = element("ul", "problems");
  for (const problem of stream.problems.slice(0, 5)) {
    const item = element("li");
    const when = element("time", "", clock.format(new Date(problem.time)));
    when.dateTime = problem.time;
    item.append(when, element("span", "", told(problem)));
    list.append(item);
  }
  return list;
}

function told(problem) {
  switch (problem.event) {
    case "StreamRetried":
      return `${problem.problem} (tried again, ${problem.attempt} in a row)`;
    case "EventRejected":
      return `${problem.operation} in ${problem.namespace} set aside: ${problem.reason}`;
    case "SaveFailed":
      return `place not saved: ${problem.problem}`;
    case "DrainEnded":
      return `${problem.left} messages not confirmed in time; they are published again`;
    case "MemoryPressed":
      return `${problem.percent} % of the memory in use`;
    default:
      return problem.reason || problem.problem || problem.event;
  }
}

function detail(stream, index) {
  const section = element("section");
  const heading = element("h2", "", stream.name);
  heading.id = "stream-" + index;
  section.setAttribute("aria-labelledby", heading.id);
  section.append(heading, element("p", "place", `${stream.source} → ${stream.target}`));
  if (stream.reason) section.append(element("p", "reason", stream.reason));
  section.append(chart(stream));
  if (stream.problems.length > 0) {
    section.append(element("h3", "", "Last errors"), problems(stream));
  }
  return section;
}

function summary(streams) {
  const states = new Map();
  for (const stream of streams) states.set(words(stream.state), (states.get(words(stream.state)) || 0) + 1);
  const total = streams.reduce((sum, stream) => sum + latest(stream.rates), 0);
  return [...states].map(([state, streams]) => `${streams} ${state}`).join(", ") + ` · ${rate(total)} events/s`;
}

/* What a reader of screens is told only when it changes. */
function say(id, text, className) {
  const place = byId(id);
  if (place.textContent !== text) place.textContent = text;
  place.className = className || "";
}

function show(answer) {
  const streams = answer.streams;
  byId("overview").hidden = streams.length === 0;
  document.querySelector("#overview tbody").replaceChildren(...streams.map(row));
  byId("details").replaceChildren(...streams.map(detail));
  say("summary", streams.length === 0 ? "No streams run here." : summary(streams));
  if (answer.memory) {
    say("memory", `Memory ${bytes(answer.memory.used)} of ${bytes(answer.memory.limit)}.`);
  }
  say("version", `millrace ${answer.version}`);
  const failed = streams.filter((stream) => BAD.has(stream.state)).length;
  document.title = failed > 0 ? `(${failed} failed) millrace` : "millrace";
  document.documentElement.dataset.shown = "yes";
}

async function refresh() {
  try {
    const response = await fetch("streams", { cache: "no-store" });
    if (!response.ok) throw new Error(`answer ${response.status}`);
    show(await response.json());
  } catch (e) {
    say("summary", "No answer from millrace; what is shown is old.", "lost");
  } finally {
    setTimeout(refresh, EVERY);
  }
}

refresh();
