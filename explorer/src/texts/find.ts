// What the search says, and what is said of what the filters hide.

export const FIND = {
  search: ["查找", "Find"],
  searchHint: ["名称、拼音、英文、数字，多个词可用空格隔开", "Names, words, numbers or pinyin, in any order"],
  nothingFound: ["没有找到", "Nothing found"],
  searching: ["正在准备查找…", "Getting ready to search…"],
  foundCounts: ["找到 {counts}", "Found {counts}"],
  foundThings: ["{n} 个条目", "{n} thing{s}"],
  foundFacts: ["{n} 条事实与计划", "{n} fact{s} and plans"],
  foundFigures: ["{n} 项数据", "{n} figure{s}"],
  foundPassages: ["{n} 句原文", "{n} sentence{s}"],
  groupThings: ["条目", "Things"],
  groupFacts: ["事实与计划", "Facts and plans"],
  groupFigures: ["数据", "Figures"],
  groupPassages: ["报告原文", "In the report"],
  allHits: ["全部 {n}", "All {n}"],
  moreHits: ["另有 {n}；再加一个词可缩小范围", "{n} more; another word narrows it down"],
  lookedThrough: ["已查：{counts}。", "Looked through {counts}."],
  lookedThings: ["{n} 个条目的各种名称和拼音", "the names of {n} thing{s}, also in pinyin"],
  nearest: ["没有同时含有这些词的。最接近的：", "Nothing has all of these words. What comes near:"],
  nearestTo: ["没有“{asked}”。是否要找“{meant}”？", "Nothing has “{asked}”. Did you mean “{meant}”?"],
  hiddenByFilter: ["图中未显示", "not in the picture"],
} as const satisfies Record<string, readonly [zh: string, en: string]>;
