import assert from "node:assert/strict";
import test from "node:test";
import { englishTime } from "../src/language/times";

test("times of reports are said in English where a rule reads them, in traditional characters and full-width digits too", () => {
  const said: Record<string, string | null> = {
    目前: "at present", 累计: "in total", 累計: "in total", 现有: "now", 現有: "now", 贯穿全年: "all year",
    "2024年": "2024", "２０２４年": "2024", 二〇二四年: "2024", "2018年度": "2018", "2021年3月": "March 2021", "2021年3月5日": "5 March 2021",
    "2023年以来": "since 2023", "2023年以來": "since 2023", 自2013年起: "since 2013", 從2018年開始: "since 2018", "2021年": "2021",
    截止2015年12月: "as of December 2015", 截至2024年底: "as of the end of 2024", 到2030年: "by 2030", 到2020年年底: "by the end of 2020", 到2025年末: "by the end of 2025", "2025年底": "by the end of 2025",
    "“十四五”以来": "since the start of the 14th Five-Year Plan (2021–2025)", 十三五期间: "during the 13th Five-Year Plan (2016–2020)",
    "2021—2023年": "2021–2023", 近三年: "in the last three years", 近5年来: "in the last 5 years",
    自2022年实施高技能人才倍增行动以来: null, 改革开放以来: null, "2024年13月": "2024-13", 𬭎年: null, "": null,
  };
  for (const [text, english] of Object.entries(said)) assert.equal(englishTime(text), english, text);
});
