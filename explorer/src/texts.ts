// What the page says of itself, in both languages; what comes from a report is never here.
import { fill, spoken } from "./language/speech";
import type { Label } from "./schema";
import { FRONT } from "./texts/front";
import { READING_TEXTS } from "./texts/reading";
import { CONNECTION_TEXTS } from "./texts/connections";
import { FIGURES } from "./texts/figures";
import { PAPER } from "./texts/paper";
import { FIND } from "./texts/find";
import { WORDS } from "./texts/words";

const TEXTS = {
  things: ["{n} 个条目", "{n} thing{s}"],
  facts: ["{n} 条事实", "{n} fact{s}"],
  figures: ["{n} 项数据", "{n} figure{s}"],
  shown: ["显示 {n} / {all}", "{n} of {all} shown"],
  network: ["网络图", "Network"],
  list: ["列表", "List"],
  table: ["表格", "Table"],
  numbers: ["数据对比", "Figures"],
  views: ["视图", "Views"],
  filters: ["筛选", "Filters"],
  class: ["类型", "Types"],
  relation: ["关系", "Relations"],
  city: ["城市", "Cities"],
  source: ["来源", "Sources"],
  modality: ["事实还是计划", "Fact or plan"],
  status: ["审核情况", "Review"],
  noCity: ["两步之内没有城市", "No city near"],
  only: ["仅此", "only"],
  onlyOf: ["仅此：{name}", "Only {name}"],
  near: ["连同与其直接相关的", "And what they are linked to"],
  nearHint: [
    "所选类型之间没有联系。",
    "Nothing links the chosen types with each other.",
  ],
  all: ["全部", "all"],
  reset: ["恢复初始筛选", "Reset filters"],
  factsOnly: [
    "现在只显示事实。另有 {what}未显示（{kinds}）；可在“事实还是计划”中勾选，图中画为虚线。",
    "Only facts are shown. Hidden: {what} ({kinds}). Tick them under “Fact or plan” to see them as dashed lines.",
  ],
  hiddenStatements: ["{n} 条内容", "{n} plan{s} and the like"],
  hiddenFigures: ["{n} 项数据", "{n} figure{s}"],
  notFactsShown: ["虚线不是事实，而是：{kinds}。", "Dashed lines are no facts: {kinds}."],
  statusHint: [
    "已审核：有人核对过。人工标注：由人从报告中标出，尚未核对。已采用：由程序得出，未经人核对就收入。",
    "Reviewed: somebody checked it. Marked by hand: somebody marked it in the report, nobody checked it. In use: a program found it, and it was taken in unchecked.",
  ],
  onlyNotFacts: ["只看计划等", "Only plans and the like"],
  time: ["时间", "Time"],
  from: ["从", "From"],
  until: ["至", "To"],
  over: ["，至 {end} 止", ", until {end}"],
  fit: ["全图", "Fit"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  pictureHelp: [
    "网络图。方向键移动，加减号缩放，0 显示全图；Shift 加方向键在圆点之间移动，回车打开。同样内容见“列表”。",
    "Network picture. Arrow keys move it, plus and minus zoom, 0 fits; Shift and an arrow go from dot to dot, Enter opens one. The list says the same.",
  ],
  noWebgl: [
    "此浏览器没有 WebGL：以静态图代替，仍可点按；列表与表格内容完整。",
    "This browser has no WebGL: a still picture instead, which can be clicked; the list and the table are complete.",
  ],
  tooManyStill: ["静态图只画出联系最多的 {n} 个条目。", "The still picture shows the {n} best connected things."],
  someLinks: [
    "连线太多：只画出联系最多的条目之间的 {n} 条（共 {all} 条）。选中一个条目可见其全部连线。",
    "Too many links: {n} of {all} are drawn, those between the best connected things. Select a thing to see all of its links.",
  ],
  drawAll: ["全部画出", "Draw all"],
  failed: ["页面无法显示：{error}", "The page can't be shown: {error}"],
  empty: ["图中没有内容。", "There is nothing in this graph."],
  emptyView: ["当前筛选下没有可显示的内容。", "The filters leave nothing to show."],
  loading: ["正在读取…", "Reading…"],
  close: ["关闭", "Close"],
  aliases: ["又名", "Also"],
  ids: ["标识符", "Id"],
  formerly: ["曾用标识符", "Merged from"],
  id: ["标识", "Id"],
  factsOut: ["事实与计划", "Facts and plans"],
  factsIn: ["其他条目提到它", "What others say of it"],
  noFacts: ["没有可显示的事实。", "No facts to show."],
  figuresOf: ["数据", "Figures"],
  mentions: ["名称出现处", "Where its name stands"],
  evidence: ["出处", "Evidence"],
  noEvidence: ["无逐字出处", "no passage"],
  characters: ["第 {start}–{end} 字", "characters {start}–{end}"],
  section: ["小节：{section}", "section: {section}"],
  noPassages: [
    "本页不含报告原文，只说明每条内容出自哪一节、大约在何处。",
    "This page does not carry the reports' texts: it says in which section, and about where, each thing is said.",
  ],
  basis: ["依据", "Basis"],
  sourceOf: ["来源", "Source"],
  statusOf: ["状态", "Status"],
  toldOf: ["报告提及", "Told"],
  told: ["{n} 次：{sources}", "{n} time{s}: {sources}"],
  about: ["关于", "About"],
  partOf: ["其中", "Part of"],
  against: ["另有不同说法", "Told otherwise"],
  focus: ["只看周围", "Only around it"],
  steps: ["{n} 步", "{n} step{s}"],
  off: ["关", "off"],
  explain: ["与另一条目的联系…", "Connection with…"],
  explainPick: ["请选择另一个条目：在图中点按，或查找。", "Choose the other thing: click it, or find it."],
  noConnection: ["在当前筛选下，{a} 与 {b} 没有联系。", "The filters leave no connection between {a} and {b}."],
  cancel: ["取消", "Cancel"],
  pairOf: ["{a} 与 {b} 之间", "Between {a} and {b}"],
  tableFacts: ["事实与计划", "Facts and plans"],
  tableThings: ["条目", "Things"],
  subject: ["主体", "Subject"],
  classOf: ["类型", "Type"],
  cityOf: ["城市", "City"],
  predicate: ["关系", "Relation"],
  object: ["对象", "Object"],
  nameZh: ["名称", "Name"],
  nameEn: ["英文名", "English name"],
  links: ["事实与计划数", "Facts and plans"],
  indicator: ["指标", "Indicator"],
  value: ["数值", "Value"],
  unit: ["单位", "Unit"],
  bound: ["界限", "Bound"],
  more: ["再显示 {n} 行", "Show {n} more"],
  filterRows: ["筛选行", "Filter rows"],
  rows: ["{n} 行", "{n} row{s}"],
  sortBy: ["按{name}排序", "Sort by {name}"],
  noFigures: ["没有数据。", "No figures."],
  noRows: ["没有一行含有这些词。", "No row has these words."],
  panelContents: ["本条目的内容", "What is told of it"],
  savePicture: ["导出", "Export"],
  theme: ["深色或浅色", "Dark or light"],
  language: ["English", "中文"],
  askPage: ["查询", "Ask"],
  askPageHint: ["用 SPARQL、Cypher 或现成问题查询", "Ask in SPARQL or Cypher, or a recorded question"],
  details: ["详情", "Details"],
  exact: ["", ""],
  moreThan: ["超过", "more than"],
  lessThan: ["不到", "nearly"],
  atLeast: ["至少", "at least"],
  upTo: ["最高", "up to"],
  approximately: ["约", "about"],
  stated: ["原文直述", "stated"],
  name: ["由名称得知", "from the name"],
  sectionBasis: ["由所在章节得知", "from the section"],
  reviewed: ["已审核", "reviewed"],
  accepted: ["已采用，未审核", "in use, not reviewed"],
  annotated: ["人工标注，待审核", "marked by hand, not reviewed"],
  extracted: ["待审核", "found by a program, not reviewed"],
  rejected: ["已否定", "rejected"],
  ...FRONT,
  ...READING_TEXTS,
  deprecated: ["已弃用", "no longer used"],
  ...CONNECTION_TEXTS,
  ...FIGURES,
  ...PAPER,
  ...FIND,
  ...WORDS,
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type Key = keyof typeof TEXTS;

export { lang, number, setLanguage } from "./language/speech";

export function t(key: Key, values: Record<string, string | number> = {}): string {
  return fill(TEXTS[key], values);
}

/** Words one after the other: 计划、探索. */
export function listed(words: string[]): string {
  return words.join(spoken("、", ", "));
}

export function label([, zh, en]: Label | readonly [string, string, string, ...unknown[]]): string {
  return spoken(zh, en || zh);
}

