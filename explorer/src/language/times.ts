// Times as a report says them, in English: what is read by rule is translated, all else stays as it is.

/** The years of the five-year plans, by their number. */
const PLANS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DIGITS = "〇一二三四五六七八九";

const WORDS: readonly [pattern: RegExp, english: string][] = [
  [/^(目前|现在|当前|现|至今|迄今|截至目前|截止目前|到目前为止)$/, "at present"],
  [/^(现有|现已)$/, "now"],
  [/^(累计|总计|共计|合计)$/, "in total"],
  [/^(年均|每年|年)$/, "a year"],
  [/^(贯穿全年|全年)$/, "all year"],
  [/^(近年来|近几年来?|近些年来?)$/, "in recent years"],
  [/^(今年|本年度?)$/, "in the year of the report"],
  [/^(去年|上年度?)$/, "in the year before the report"],
  [/^(今年以来)$/, "since the start of the year of the report"],
];

/** A date: 2024, 2015年12月, 2021年3月5日. */
const DATE = String.raw`(\d{4})年?(?:度|年度)?(?:(\d{1,2})月(?:份)?(?:(\d{1,2})[日号])?)?`;

const FORMS: readonly [pattern: RegExp, english: (parts: string[]) => string][] = [
  [new RegExp(`^(?:在|于)?${DATE}$`), (p) => date(p)],
  [new RegExp(`^(?:自|从|自从)?${DATE}(?:以来|起|开始|后|以后|至今)$`), (p) => `since ${date(p)}`],
  [new RegExp(`^(?:截至|截止)(?:到|至)?${DATE}(?:年)?(?:底|末|年底|年末)?$`), (p) => `as of ${/[底末]$/.test(p[0]) ? "the end of " : ""}${date(p)}`],
  [new RegExp(`^(?:到|至)?${DATE}(?:年)?(?:底|末|年底|年末)(?:前)?$`), (p) => `by the end of ${date(p)}`],
  [new RegExp(`^(?:到|至)${DATE}$`), (p) => `by ${date(p)}`],
  [new RegExp(`^${DATE}(?:前|之前|以前)$`), (p) => `before ${date(p)}`],
  [/^(\d{4})年?[-–—~～至到](\d{4})年(?:度|间|期间)?$/, (p) => `${p[1]}–${p[2]}`],
  [/^(\d{4})年上半年$/, (p) => `first half of ${p[1]}`],
  [/^(\d{4})年下半年$/, (p) => `second half of ${p[1]}`],
  [/^近([一二两三四五六七八九十]|\d+)年来?$/, (p) => `in the last ${small(p[1])} years`],
];

/** What a report says of a time in English, or null where no rule reads it. */
export function englishTime(said: string): string | null {
  const text = plainDigits(said.normalize("NFKC")).replace(/\s+/g, "").replace(/[“”"「」『』]/g, "").replace(/[現]/g, "现").replace(/[計]/g, "计").replace(/[來]/g, "来").replace(/[從]/g, "从").replace(/[開]/g, "开").replace(/[會]/g, "会");
  for (const [pattern, english] of WORDS) if (pattern.test(text)) return english;
  const plan = /^(?:自)?([一二三四五六七八九十]{1,2})五(以来|期间|时期|末)?$/.exec(text);
  if (plan) return planName(plan[1], plan[2]);
  for (const [pattern, english] of FORMS) {
    const parts = pattern.exec(text);
    if (parts) return english(parts);
  }
  return null;
}

function date([, year, month, day]: string[]): string {
  if (!month) return year;
  const name = MONTHS[Number(month) - 1];
  return !name ? `${year}-${month}` : day ? `${Number(day)} ${name} ${year}` : `${name} ${year}`;
}

function planName(number: string, when: string | undefined): string | null {
  const n = PLANS.indexOf(number) + 1;
  if (!n) return null;
  // The tenth plan began in 2001; they follow each other without a gap since.
  const first = 2001 + (n - 10) * 5;
  const years = n >= 10 ? ` (${first}–${first + 4})` : "";
  const name = `the ${n}th Five-Year Plan${years}`;
  return when === "以来" ? `since the start of ${name}` : when === "末" ? `by the end of ${name}` : `during ${name}`;
}

/** 二〇二四年 as 2024年. */
function plainDigits(text: string): string {
  return text.replace(/[〇零○一二三四五六七八九]{4}(?=年)/g, (run) => [...run].map((c) => (c === "零" || c === "○" ? 0 : DIGITS.indexOf(c))).join(""));
}

function small(word: string): string {
  const words = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
  return words[word === "两" ? 2 : "零一二三四五六七八九十".indexOf(word)] ?? word;
}
