// What the search says, and what is said of what the filters hide.

export const FIND = {
  search: ["查找", "Find"],
  searchHint: ["名称、拼音、英文、数字，多个词可用空格隔开", "Names, words, numbers or pinyin, in any order"],
  nothingFound: ["没有找到", "Nothing found"],
  searching: ["正在准备查找…", "Getting ready to search…"],
  foundCounts: ["找到 {counts}", "Found {counts}"],
  foundThings: ["{n} 个名称", "{n} names"],
  foundFacts: ["{n} 条陈述", "{n} statements"],
  foundFigures: ["{n} 项数据", "{n} figures"],
  foundPassages: ["{n} 段原文", "{n} passages"],
  groupThings: ["名称", "Names"],
  groupFacts: ["陈述", "Statements"],
  groupFigures: ["数据", "Figures"],
  groupPassages: ["原文", "Passages"],
  allHits: ["全部 {n}", "All {n}"],
  moreHits: ["另有 {n}；再加一个词可缩小范围", "{n} more; another word narrows it down"],
  lookedThrough: ["已查：{counts}。", "Looked through {counts}."],
  lookedThings: ["{n} 个名称（含别名、拼音、英文）", "{n} names with their other names and pinyin"],
  nearest: ["没有同时含有这些词的。最接近的：", "Nothing has all of these words. What comes near:"],
  nearestTo: ["没有“{asked}”。是否要找“{meant}”？", "Nothing has “{asked}”. Did you mean “{meant}”?"],
  hiddenByFilter: ["图中未显示", "not in the picture"],
} as const satisfies Record<string, readonly [zh: string, en: string]>;
