// What the page that asks says, in both languages; what comes from a report is never here.
import { fill, spoken } from "../language/speech";

export type { Language } from "../data/model";

const TEXTS = {
  title: ["查询图谱", "Ask the graph"],
  toGraph: ["网络图", "Network"],
  theme: ["深色或浅色", "Dark or light"],
  language: ["English", "中文"],
  plain: ["用平常的话提问", "Ask in plain words"],
  plainHint: ["用平常的话提问，例如：青岛有多少所技工院校", "Ask in plain words: how many technical schools does Qingdao have"],
  plainUnderstood: ["理解为：", "Understood as:"],
  plainAmbiguous: ["可有几种理解，因此不作回答：", "It can be read in several ways, so there is no answer:"],
  plainPartly: ["没有答案。理解为：", "There is no answer. Understood as:"],
  plainNot: ["没有读懂这个问题，因此不作回答。", "The question was not understood, so there is no answer."],
  plainFreely: ["没有逐字读懂这个问题，因此没有确定的回答。", "The question was not understood word for word, so there is no certain answer."],
  plainLikely: ["最可能的意思（把握 {share}%，请核对；下方是按它查到的结果）：", "Most likely meant ({share} %; check it, the rows below answer it):"],
  plainFound: ["图谱中含有这些词的内容（不是答案，计划也在其中）：", "What the graph has with its words, which is no answer; plans are among it:"],
  plainNearest: ["最接近的现成问题：", "The nearest recorded questions:"],
  questions: ["现成问题（{n}）", "Recorded questions ({n})"],
  questionsHint: ["点选后载入 SPARQL 与 Cypher 两种写法，并立即查询。", "A click loads the query, in SPARQL and in Cypher, and asks it."],
  filterQuestions: ["筛选问题", "Filter the questions"],
  noQuestion: ["没有这样的问题。", "No such question."],
  history: ["历史（{n}）", "History ({n})"],
  noHistory: ["尚未查询过。历史只保存在此浏览器中。", "Nothing asked yet. The history stays in this browser."],
  forget: ["清空历史", "Clear the history"],
  rowsThen: ["{n} 行", "{n} row{s}"],
  queryBox: ["查询语句", "Query"],
  query: ["{language} 查询", "{language} query"],
  queryLanguage: ["查询语言", "Query language"],
  run: ["查询", "Ask"],
  stop: ["停止", "Stop"],
  share: ["复制链接", "Copy link"],
  shared: ["链接已复制。", "The link is copied."],
  shareByHand: ["链接在地址栏中。", "The link is in the address bar."],
  evidence: ["附出处", "With evidence"],
  evidenceHint: [
    "为每一行加上所依据的数据或陈述，可查看原文出处",
    "Adds to each row the figures or statements that it is read from, whose passages can be shown",
  ],
  noEvidence: [
    "此查询没有可附出处的数据或陈述（或作了汇总），照原样查询。",
    "This query names no figures or statements, or counts them: it was asked as it stands.",
  ],
  keys: ["Ctrl+Enter 查询，Ctrl+空格 补全，Tab 离开编辑框", "Ctrl+Enter asks, Ctrl+Space completes, Tab leaves the editor"],
  asking: ["正在查询…", "Asking…"],
  seconds: ["{n} 秒", "{n} s"],
  stopped: ["已停止。", "Stopped."],
  answered: ["{n} 行，{time} 秒", "{n} row{s} in {time} s"],
  answeredTriples: ["{n} 条三元组，{time} 秒", "{n} triple{s} in {time} s"],
  cut: ["结果太多，只给出前 {n} 行。", "There is more; these are the first {n} rows."],
  yes: ["是", "Yes"],
  no: ["否", "No"],
  nothing: ["没有结果。", "Nothing was found."],
  failed: ["查询有误", "The query was refused"],
  failedAt: ["查询有误：第 {line} 行第 {column} 列", "The query was refused: line {line}, column {column}"],
  timeout: ["查询超过时限，已停止", "The query took too long and was stopped"],
  busy: ["服务器正忙，请稍后再试", "The server is busy; ask again in a moment"],
  offline: ["服务器没有回应；它是否已经关闭？", "The server does not answer; has it ended?"],
  noCypher: ["此服务器不提供 Cypher。", "This server does not answer Cypher."],
  startingCypher: ["首次 Cypher 查询要启动数据库，需要几秒。", "The first Cypher query starts a database, which takes some seconds."],
  table: ["表格", "Table"],
  network: ["网络", "Network"],
  chart: ["图表", "Chart"],
  views: ["结果显示方式", "How the answer is shown"],
  save: ["下载", "Save as"],
  sortBy: ["按{name}排序", "Sort by {name}"],
  more: ["再显示 {n} 行", "Show {n} more"],
  result: ["结果", "Answer"],
  openThing: ["打开 {name}", "Open {name}"],
  passages: ["出处", "Passage"],
  passagesOf: ["{name} 的出处", "Passage of {name}"],
  noPassages: ["没有逐字出处。", "It has no passage of its own."],
  noWords: ["本机没有报告原文（启动时加 --documents 即可显示）。", "The report's text is not at hand (start with --documents to show it)."],
  characters: ["第 {start}–{end} 字", "characters {start}–{end}"],
  section: ["小节：{section}", "section: {section}"],
  close: ["关闭", "Close"],
  noNetwork: ["结果中没有可连成网络的条目。", "Nothing in this answer makes a network."],
  networkOf: ["网络：{n} 个条目，{links} 条连线", "Network: {n} thing{s}, {links} link{ls}"],
  networkByRow: ["同一行中相邻的条目相连。", "Things that stand beside each other in a row are linked."],
  networkByName: ["结果只有名称：同一行中相邻的名称相连。", "The answer has names only: those beside each other in a row are linked."],
  networkCut: ["只画出前 {n} 个条目。", "The first {n} things are drawn."],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  fit: ["全图", "Fit"],
  noChart: ["结果中没有数值列。", "No column of this answer holds numbers."],
  chartValue: ["数值列", "Values"],
  chartName: ["名称列", "Names"],
  chartUnit: ["单位", "Unit"],
  unitsDiffer: ["单位不同的数值不能相互比较，一次只画一种单位。", "Values of different units do not compare: one unit is drawn at a time."],
  noValue: ["无数值", "no number"],
  chartCut: ["只画出前 {n} 行。", "The first {n} rows are drawn."],
  allColumns: ["所有文字列", "all text columns"],
  class: ["类", "class"],
  property: ["属性", "property"],
  loading: ["正在读取…", "Reading…"],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type Key = keyof typeof TEXTS;

export { lang, setLanguage } from "../language/speech";

export function t(key: Key, values: Record<string, string | number> = {}): string {
  return fill(TEXTS[key], values);
}

/** The word in the language of the page, or in the other one where it has none. */
export function said(zh: string, en: string): string {
  return spoken(zh || en, en || zh);
}
