"use strict";
// Search over what search/data-N.js hold: rows of [path, name, other words, what it is; name and what it is in English]. The files
// are scripts, since pages that are opened from the disk may read no others.
(() => {
  const field = document.getElementById("words"), list = document.getElementById("found"), said = document.getElementById("said");
  const english = document.documentElement.lang === "en", words = field.dataset, most = 100, rows = [];
  let pairs = new Map(), waiting = 0, loaded = 0;

  function folded(text) {
    const plain = text.normalize("NFKC").toLowerCase().replace(/[\p{P}\p{Cf}]/gu, "");
    return [...plain].map((character) => pairs.get(character) ?? character).join("");
  }

  window.skillgraphCharacters = (text) => {
    const characters = [...text];
    for (let i = 0; i + 1 < characters.length; i += 2) pairs.set(characters[i], characters[i + 1]);
  };
  window.skillgraphRows = (more) => {
    for (const row of more) rows.push([...row, folded([row[1], row[4], row[2]].join("\n"))]);
  };

  function rank(row, phrase) {
    const names = row[6].split("\n");
    return names.includes(phrase) ? 0 : names.some((name) => name.startsWith(phrase)) ? 1 : names.some((name) => name.includes(phrase)) ? 2 : 3;
  }

  function show() {
    const phrase = folded(field.value.trim()), parts = phrase.split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (loaded < waiting) { said.textContent = words.loading; return; }
    if (parts.length === 0) { said.textContent = ""; return; }
    const found = rows.filter((row) => parts.every((part) => row[6].includes(part)))
      .map((row) => [rank(row, phrase), row[1].length, row]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [, , row] of found.slice(0, most)) {
      const item = document.createElement("li"), link = document.createElement("a"), what = document.createElement("span");
      link.textContent = english && row[4] ? row[4] : row[1];
      link.href = row[0] + (english ? "index.en.html" : "index.html");
      what.className = "count";
      what.textContent = ` ${english ? row[5] : row[3]}`;
      item.append(link, what);
      list.append(item);
    }
    const count = words.found.replace("{}", found.length.toLocaleString());
    said.textContent = found.length === 0 ? words.none : found.length > most ? `${count}${english ? ", " : "，"}${words.first.replace("{}", most)}` : count;
  }

  function next(number) {
    if (number === waiting) { show(); return; }
    const script = document.createElement("script");
    script.src = `search/data-${number}.js`;
    script.onload = script.onerror = () => { loaded += 1; next(number + 1); };
    document.head.append(script);
  }

  waiting = Number(words.files);
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", show);
  next(0);
})();
