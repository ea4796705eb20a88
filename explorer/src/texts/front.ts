// The first view, what is said about the page, and views that were made or saved.
export const FRONT = {
  overviewOf: ["总览：{all} 个条目中最主要的 {n} 个。", "Overview: the {n} most central of {all} things."],
  showAll: ["全部显示", "Show everything"],
  showOverview: ["只看总览", "Overview only"],
} as const;
