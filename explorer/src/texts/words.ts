// What counts, filters and the years say.

export const WORDS = {
  plans: ["{n} 条计划、规则等", "{n} plan{s} and the like"],
  several: ["多", "several"],
  countsThings: ["数字为条目数", "Numbers of things"],
  countsNear: ["数字为条目数：两步之内联系到的条目，归入最近的城市，同样近的各市都算。只列报告有所叙述的城市。", "Numbers of things that two facts or fewer link to a city, each under the nearest, or under several as near. Cities are those that a report tells something of."],
  countsFacts: ["数字为条数；“+”后为数据项数", "Numbers of facts and plans; after “+”, of figures"],
  arrowKeys: ["方向键逐行移动", "arrow keys move from line to line"],
  period: ["时间段", "Period"],
  inYear: ["某一年", "One year"],
  year: ["年份", "Year"],
  yearShows: [
    "{year}年：{n} 条、{figures} 项数据当时有效。此前已结束的不显示；未写明何时结束的，算作仍在继续。",
    "{n} fact{s} or plan{s} and {figures} figure{figs} held in {year}. What had ended is left out; what has no end counts as going on.",
  ],
  periodShows: [
    "有年份的 {n} 条、{figures} 项数据。柱高为各年有效的条数与项数，未写明何时结束的算作仍在继续；点按柱子可看那一年。",
    "{n} fact{s} or plan{s} and {figures} figure{figs} with a date. Bars show how many held in each year, counting what has no end as going on; click one to see that year.",
  ],
  undated: ["未写明年份的 {n} 条、{figures} 项数据", "Without a date: {n} fact{s} or plan{s}, {figures} figure{figs}"],
  barOf: ["{year}年：{n}", "{year}: {n}"],
  fromYear: ["{year}年起", "since {year}"],
  untilYear: ["至 {year}", "until {year}"],
  skip: ["跳过筛选，到图或表", "Skip to the main view"],
} as const satisfies Record<string, readonly [zh: string, en: string]>;
