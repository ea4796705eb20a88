// The editor of queries: highlighting, completion, and the mark at the place of a mistake.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { cypher } from "@codemirror/legacy-modes/mode/cypher";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { fetched } from "./client";
import { complete, openText } from "./complete";
import type { Tongue, Words } from "./words";

const MODES = { sparql: StreamLanguage.define(sparql), cypher: StreamLanguage.define(cypher) };
// Colours are those of the page's style sheet, so that they follow its theme.
const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-word)", fontWeight: "600" },
  { tag: [tags.string, tags.literal], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.variableName, tags.special(tags.variableName), tags.definition(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.atom, tags.standard(tags.variableName), tags.attributeName, tags.namespace], color: "var(--code-name)" },
]);

export class Editor {
  readonly dom: HTMLElement;
  readonly #view: EditorView;
  readonly #mode = new Compartment();
  readonly #label = new Compartment();
  #tongue: Tongue = "sparql";

  /** `nonce` is the word by which the page's policy lets its styles in. */
  constructor(words: Words, nonce: string, run: () => void, changed: () => void) {
    const source = (context: CompletionContext): CompletionResult | null | Promise<CompletionResult | null> => {
      const before = context.state.sliceDoc(0, context.pos);
      const text = openText(before, this.#tongue);
      if (text !== null) return text.trim() ? names(text, context) : null;
      const found = complete(words, this.#tongue, before, context.explicit);
      if (!found) return null;
      const options = found.options.map(({ text, detail, kind }) => ({ label: text, detail, type: kind }));
      return { from: context.pos - found.length, options, filter: false };
    };
    this.#view = new EditorView({
      state: EditorState.create({
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          syntaxHighlighting(COLOURS),
          autocompletion({ override: [source], icons: false }),
          EditorView.lineWrapping,
          EditorView.cspNonce.of(nonce),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed();
          }),
          Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }])),
          // Tab is not among the keys: it leaves the editor, as it leaves any other field.
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
          this.#mode.of(MODES.sparql),
          this.#label.of([]),
        ],
      }),
    });
    this.dom = this.#view.dom;
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Puts a query in; what stood there can be had back by undo. */
  put(text: string, tongue: Tongue): void {
    this.#tongue = tongue;
    const change = text === this.text ? undefined : { from: 0, to: this.#view.state.doc.length, insert: text };
    this.#view.dispatch({ changes: change, effects: this.#mode.reconfigure(MODES[tongue]) });
  }

  name(label: string): void {
    this.#view.dispatch({ effects: this.#label.reconfigure(EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" })) });
  }

  focus(): void {
    this.#view.focus();
  }

  /** Marks the place of a mistake and goes there. */
  mark(place: readonly [line: number, column: number], message: string): void {
    const { doc } = this.#view.state;
    const line = doc.line(Math.min(Math.max(place[0], 1), doc.lines));
    // Engines count characters, the editor what JavaScript counts.
    const column = [...line.text].slice(0, place[1] - 1).join("").length;
    const from = Math.min(line.from + column, line.to);
    const word = /^[\p{L}\p{N}_:?]+/u.exec(line.text.slice(from - line.from))?.[0].length ?? 1;
    const to = Math.min(from + word, doc.length);
    const start = from === to ? Math.max(0, from - 1) : from;
    this.#view.dispatch(setDiagnostics(this.#view.state, [{ from: start, to, severity: "error", message }]));
    this.#view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
  }

  unmark(): void {
    this.#view.dispatch(setDiagnostics(this.#view.state, []));
  }
}

interface Found {
  found: { id: string; name: string; nameEn: string }[];
}

/** Names of things in the graph: a query asks for one as it is written, whichever of its names the reader knows. */
async function names(text: string, context: CompletionContext): Promise<CompletionResult | null> {
  const asking = new AbortController();
  context.addEventListener("abort", () => asking.abort(), { onDocChange: true });
  try {
    const { found } = await fetched<Found>(`find?${new URLSearchParams({ q: text }).toString()}`, asking.signal);
    const options = found.filter(({ name }) => name).slice(0, 12).map(({ id, name, nameEn }) => ({ label: name, detail: nameEn || id, type: "constant" }));
    return options.length ? { from: context.pos - text.length, options, filter: false } : null;
  } catch {
    // A word that finds nothing completes nothing.
    return null;
  }
}
