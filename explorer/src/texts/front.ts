// The first view, what is said about the page, and views that were made or saved.
export const FRONT = {
  overviewOf: ["总览：{all} 个条目中最主要的 {n} 个。", "Overview: the {n} most central of {all} things."],
  showAll: ["全部显示", "Show everything"],
  showOverview: ["只看总览", "Overview only"],
  frontTitle: ["这是什么，可以问什么", "What this is, and what to ask"],
  questions: ["现成的问题", "Ready questions"],
  moreReports: ["另外 {n} 份报告", "{n} more reports"],
  undatedReport: ["未注明日期", "undated"],
  backToStart: ["回到首页视图", "Back to the first view"],
  missing: ["网址所指的内容不在本页中：{ids}", "The address names what this page does not have: {ids}"],
  legend: ["图例：点一项只看这一类", "Legend: click one to see it alone"],
} as const;
