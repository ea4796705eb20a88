// Texts of connections between things, and of what a thing leads on to.
export const CONNECTION_TEXTS = {
  otherThing: ["另一条目的名称", "Name of the other thing"],
  sharesMost: ["与它共有最多的：", "What shares most with it:"],
  sharedCount: ["共有 {n} 项", "{n} shared"],
  connectionTitle: ["{a} 与 {b}", "{a} and {b}"],
  direct: ["两者之间的事实与计划（{n}）", "Facts and plans between the two ({n})"],
  sharedTitle: ["两者都联系到的条目（{n}）", "What both are linked to ({n})"],
  sharedNone: ["没有两者都联系到的条目。", "There is nothing that both are linked to."],
  bothHow: ["双方：{how}", "both: {how}"],
  eachHow: ["{a}：{a_how}；{b}：{b_how}", "{a}: {a_how}; {b}: {b_how}"],
  outward: ["{relation} …", "{relation} …"],
  inward: ["… {relation}", "… {relation}"],
  shortest: ["最短的联系：{n} 步，共 {all} 条", "Shortest chains: {all} of {n} steps"],
  shortestSome: ["最短的联系：{n} 步，列出前 {some} 条，共 {all} 条", "Shortest chains: {n} steps, the first {some} of {all}"],
  shortestAbove: ["就是上面列出的。", "They are those above."],
  shortestOrder: ["越少见的条目排得越前。", "Those over what is least common come first."],
  countedFacts: [
    "按当前筛选下显示的内容计算；“{placing}”不算联系。",
    "Counted over what the filters show; “{placing}” is no connection.",
  ],
  countedAll: ["按当前筛选下显示的内容计算。", "Counted over what the filters show."],
  plansNotCounted: ["计划、探索等尚非事实的内容未计入。", "Plans and all else that is no fact are not counted."],
} as const;
