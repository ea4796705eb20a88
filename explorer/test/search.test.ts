import assert from "node:assert/strict";
import test from "node:test";
import { Folding } from "../src/find/fold";
import { Model } from "../src/data/model";
import { near } from "../src/find/near";
import { Search, type Kind } from "../src/find/search";
import { COLLEGE, details, FIRM, HAS, JIA, model, PARTNERS, picture, PLAN, PLANNED, PRIZES, SCHOOL, STUDENTS_JIA, YI } from "./graph";

const search = new Search(model());
/** The numbers of what is found of a kind, the best first. */
const numbers = (query: string, kind: Kind, from = search) => from.find(query, { [kind]: 9 }).groups.find((group) => group.kind === kind)?.best ?? [];
const things = (query: string) => numbers(query, "things");

/** A search among names alone, with the readings of their characters. */
function searching(names: string[], readings: Record<string, string> = {}): Search {
  const { facts, ...rest } = picture();
  const none = Object.fromEntries(Object.keys(facts).map((name) => [name, []])) as unknown as typeof facts;
  const whole = new Model({ ...rest, names, classSet: names.map(() => 5), citySet: names.map(() => 0), facts: none });
  const { things, ...other } = details();
  const figures = Object.fromEntries(Object.keys(other.figures).map((name) => [name, []])) as unknown as typeof other.figures;
  const ids = names.map((_, n) => `e${n}`);
  whole.details = { ...other, figures, facts: { ...other.facts, text: [] }, things: { ...things, id: ids, en: names.map(() => ""), aliases: {}, formerly: {} }, readings };
  return new Search(whole);
}

/** The names that have all words of a query. */
function among(names: string[], readings: Record<string, string> = {}): (query: string, limit?: number) => string[] {
  const from = searching(names, readings);
  return (query, limit = 9) => {
    const { isNear, groups } = from.find(query, { things: limit });
    return isNear ? [] : (groups[0]?.best.map((n) => names[n]) ?? []);
  };
}

test("a spelling is found whole, at the beginning and inside, in this order", () => {
  const find = among(["甲学院", "学院路", "乙学院", "学院"]);
  assert.deepEqual(find("学院"), ["学院", "学院路", "甲学院", "乙学院"]);
});

test("equals are ordered by how well they are connected", () => {
  assert.deepEqual(things("市").slice(0, 2), [JIA, YI]);
});

test("letters are found where a word begins, one or two only as a whole word", () => {
  const find = among(["Qingdao City", "theme park", "excited crowd", "IT park", "citadel 堡"]);
  assert.deepEqual(find("cit"), ["citadel 堡", "Qingdao City"]);
  assert.deepEqual(find("cite"), []);
  assert.deepEqual(find("them which park"), ["theme park", "IT park"], "small words are not looked for");
  assert.deepEqual(find("it park"), ["theme park", "IT park"]);
  assert.deepEqual(find("pa"), []);
  assert.deepEqual(find("city"), ["Qingdao City"]);
});

test("a name that a question has must be met, the rarest first, before its lesser words", () => {
  const names = ["青岛", "德国", "德国集团", "韩国大学", "青岛学校", "青岛机构", "学校机构合作大会"];
  const from = searching(names);
  const found = (query: string) => from.find(query, { things: 9 }).groups.flatMap(({ best }) => best.map((n) => names[n]));
  assert.deepEqual(found("有哪些学校或机构跟德国那边合作？"), ["德国", "德国集团"]);
  assert.deepEqual(found("青岛有哪些学校或机构跟德国那边合作？"), ["德国", "德国集团"], "青岛 is commoner");
  assert.deepEqual(found("韩国大学建成了所吗"), ["韩国大学"]);
});

test("ready questions and whole classes are found", () => {
  assert.deepEqual(search.find("什么还只是计划").questions, [0]);
  assert.deepEqual(search.find("计划").questions, [], "a single word asks nothing");
  assert.deepEqual(search.find("甲市 学院 公司 计划").questions, [], "most of the words must be met");
  const [policy] = search.find("policies").classes;
  assert.deepEqual(policy.names, ["政策", "policy"]);
  assert.deepEqual(search.find("政策").classes, [policy]);
  assert.equal(search.find("政策").isOfClass, true);
  assert.equal(policy.total, 1);
  assert.deepEqual(search.find("technical schools").classes.map(({ names }) => names[1]).filter((name) => name === "technical school"), ["technical school"], "each word in its own form");
});

test("the name of a class finds and counts all of the class, in each language, in one number and the other", () => {
  const { picture } = search.corpus.model;
  for (const [name, zh, en] of picture.classes.slice(1)) {
    for (const typed of [zh, en, en.toUpperCase(), en.replace(/y$/, "ie") + "s"]) {
      const family = search.find(typed).classes.find(({ names }) => names[1] === en);
      if (!family || name === "Entity" || name === "Kind") continue;
      const found = new Set(things(typed));
      const own = picture.classSet.flatMap((set, n) => (picture.classSets[set].some((c) => family.classes.has(c)) ? [n] : []));
      assert.deepEqual(own.filter((n) => !found.has(n)), [], typed);
    }
  }
  assert.deepEqual(things("city").slice(0, 2), [JIA, YI]);
  assert.deepEqual(things("overseas college"), [COLLEGE]);
});

test("a question without spaces is cut where names end, not where letters of some name happen to go on", () => {
  const names = ["胜地(泰国)有限公司", "泰国", "泰国班墨学院", "枣庄市技能大师工作站", "技工院校", "全国高端化工和精细材料行业产教融合共同体", "成员", "教育集团的学校", "学校"];
  const find = among(names);
  assert.deepEqual(find("泰国有几所学院"), ["泰国班墨学院"]);
  assert.deepEqual(find("全国高端化工和精细材料行业产教融合共同体"), ["全国高端化工和精细材料行业产教融合共同体"], "however long a name is");
  const words = (query: string) => searching(names).read(query).terms.map(({ text }) => text);
  assert.deepEqual(words("各市技工院校"), ["市", "技工院校"]);
  assert.deepEqual(words("泰国的学校"), ["泰国", "学校"]);
  assert.deepEqual(words("学生去泰国读书").includes("泰国"), true);
});

test("a part of a name that is rarer than the names of a question must be met before them", () => {
  const names = ["山东", "山东学院", "山东大会", "第二轮“双高计划”名单"];
  const { isNear, groups } = searching(names).find("山东有哪些学院入选双高计划", { things: 9 });
  assert.deepEqual([isNear, groups[0].best.map((n) => names[n])], [true, ["第二轮“双高计划”名单"]]);
});

test("who asks how many gets figures first, whatever is counted", () => {
  for (const query of ["甲市有几枚奖牌在校生", "甲市在校生人数", "甲市在校生有多少"]) assert.equal(search.find(query).groups[0].kind, "figures", query);
});

test("in a question, a short word that stands nowhere is no other one that only sounds so", () => {
  const readings = { 泸: "lu", 质: "zhi", 植: "zhi", 院: "yuan", 陆: "lu", 台: "tai", 湾: "wan", 高: "gao", 校: "xiao", 甲: "jia", 事: "shi", 市: "shi" };
  const from = searching(["泸质院", "台湾", "高校", "甲市"], readings);
  const meant = (query: string) => near(from.corpus, from.read(query)).terms.map(({ text }) => text);
  assert.deepEqual(meant("台湾 高校 陆植"), ["台湾", "高校"]);
  assert.deepEqual(meant("台湾 高校 甲事"), ["台湾", "高校", "jiashi"], "but a name that sounds so");
});

test("words are found in any order, with spaces and without, in both languages", () => {
  for (const query of ["甲 学院", "学院 甲", "甲学院", "学院甲", "college technician", "Technician, College", "technicians colleges", "tech coll", "甲 college"]) {
    assert.equal(things(query)[0], SCHOOL, query);
  }
});

test("English, aliases, other widths, cases, accents and traditional characters are the same", () => {
  assert.deepEqual(things("YI CITY"), [YI]);
  assert.deepEqual(things("ｊｔｃ"), [SCHOOL]);
  assert.deepEqual(things("甲技師學院"), [SCHOOL]);
  assert.deepEqual(things("丁學院"), [COLLEGE]);
  assert.deepEqual(among(["École Zürich"])("ecole zurich"), ["École Zürich"]);
  const folding = new Folding("學学");
  assert.equal(folding.fold(" Ａ  b\n"), "a b");
  assert.equal(folding.fold("“技耀”（泉城）学 院 GFM"), "技耀泉城学院gfm");
  assert.equal(folding.fold("１２,３４５.６ 人"), "12345.6人");
});

test("pinyin is read whole, by initials and mixed, from any character on", () => {
  for (const query of ["jiashi", "jia shi", "js", "jias", "jshi"]) assert.ok(things(query).includes(JIA), query);
  assert.ok(things("gongsi").includes(FIRM));
  assert.equal(things("jia xueyuan")[0], SCHOOL);
});

test("a name that sounds so is better than one that begins so, and that than one that holds it", () => {
  const find = among(["甲市局", "大甲市", "甲市", "jiashi"], { 甲: "jia", 市: "shi", 局: "ju", 大: "da" });
  assert.deepEqual(find("jiashi"), ["jiashi", "甲市", "甲市局", "大甲市"]);
});

test("initials of a whole name come first, and letters in the middle of an English word are nothing", () => {
  const find = among(["railway 铁路", "老挝", "老挝学院", "中老挝"], { 老: "lao", 挝: "wo zhua", 铁: "tie", 路: "lu", 学: "xue", 院: "yuan", 中: "zhong" });
  assert.deepEqual(find("lw"), ["老挝", "老挝学院", "中老挝"]);
});

test("a sound may be cut short only to its initial or where the query ends", () => {
  const find = among(["师学院"], { 师: "shi", 学: "xue", 院: "yuan" });
  assert.deepEqual(find("shixu"), ["师学院"]);
  assert.deepEqual(find("shixuyuan"), []);
  assert.deepEqual(find("shixyuan"), ["师学院"]);
});

test("every reading of a character counts, and zh is an initial", () => {
  const find = among(["长乐", "单县"], { 长: "chang zhang", 乐: "le yue lao", 单: "dan shan", 县: "xian" });
  for (const query of ["changle", "zhanglao", "zhl", "cl", "chl"]) assert.deepEqual(find(query), ["长乐"], query);
  for (const query of ["shanxian", "danx", "sx"]) assert.deepEqual(find(query), ["单县"], query);
  assert.deepEqual(find("czang"), []);
});

test("ü is written v, and a letter in a name sounds like itself", () => {
  const find = among(["绿地A1"], { 绿: "lv lu", 地: "di de" });
  for (const query of ["lvdi", "lüdi", "lvdia", "ld"]) assert.deepEqual(find(query), ["绿地A1"], query);
});

test("characters beyond the first plane are found and spelled", () => {
  const find = among(["𬭎鋒學院", "甲学院"], { "𬭎": "hong", 鋒: "feng", 學: "xue", 院: "yuan" });
  for (const query of ["𬭎", "hongfeng", "hfxy", "学院 𬭎", "學院𬭎"]) assert.equal(find(query)[0], "𬭎鋒學院", query);
});

test("facts are found by their subject, relation, object, qualifiers and text", () => {
  assert.deepEqual(numbers("甲技师学院 丙公司 合作", "facts"), [PARTNERS]);
  assert.deepEqual(numbers("合作 bing technician", "facts"), [PARTNERS]);
  assert.deepEqual(numbers("甲市 设有", "facts"), [HAS]);
  assert.ok(numbers("丙公司 共建", "facts").includes(PARTNERS), "by a qualifier");
  assert.equal(search.find("培养 工匠").groups[0].kind, "facts");
  assert.deepEqual(numbers("计划 丁学院", "facts"), [PLAN], "what is planned is found and by that word");
});

test("classes and relations are found by what else people call them, and such words are not taken for others", () => {
  for (const query of ["甲技师学院 丙公司 牵手", "丙公司牵手甲技师学院", "cooperation 甲技师学院 丙公司"]) assert.deepEqual(numbers(query, "facts"), [PARTNERS], query);
  const { isOfClass, classes, isNear } = search.find("厂商");
  assert.deepEqual([isOfClass, classes.map(({ names }) => names[0]), isNear], [true, ["企业"], false]);
  assert.deepEqual(["厂商", "甲市 厂商", "甲市"].map((query) => search.find(query).isClass), [true, false, false]);
  assert.deepEqual(search.find("甲市 厂商 学院 公司").asked, search.read("甲市 厂商 学院 公司"), "what was typed is read once, and kept");
  assert.ok(things("厂商").includes(FIRM));
  assert.ok(things("business").includes(FIRM));
  assert.deepEqual(near(search.corpus, search.read("甲市 厂商")).terms.map(({ text }) => text), ["甲市", "厂商"]);
  assert.ok(search.find("厂 甲技师学院").isNear, "a part of such a word says nothing");
});

test("figures are found by indicator, subject, value however it is written, and unit", () => {
  assert.equal(numbers("在校生 甲", "figures")[0], STUDENTS_JIA);
  for (const query of ["49100", "49,100", "4.91万", "４９１００", "49100人", "甲市 4.91万人"]) assert.deepEqual(numbers(query, "figures"), [STUDENTS_JIA], query);
  assert.ok(numbers("3万", "figures").length, "the upper end of a range");
  assert.deepEqual(numbers("prize index", "figures"), [PRIZES]);
  assert.ok(numbers("计划 在校生", "figures").includes(PLANNED));
  assert.equal(search.find("甲市在校生有多少").groups[0].kind, "figures");
});

test("a thing that fits comes before facts, and one that fits only by its class after them", () => {
  assert.deepEqual(search.find("甲市").groups.map(({ kind }) => kind).slice(0, 1), ["things"]);
  const { groups } = search.find("公司 甲 合作");
  assert.equal(groups[0].kind, "facts");
});

test("what nobody wrote so is told to be only near", () => {
  for (const [typed, meant] of [["Tehcnician", SCHOOL], ["technicain", SCHOOL], ["甲事", JIA]] as const) {
    const { isNear, groups } = search.find(typed);
    assert.ok(isNear, typed);
    assert.equal(groups.find(({ kind }) => kind === "things")?.best[0], meant, typed);
  }
  const { isNear, groups } = search.find("丙公司 喜马拉雅");
  assert.ok(isNear);
  assert.equal(groups[0].best[0], FIRM);
  assert.deepEqual(search.find("喜马拉雅").groups, []);
  assert.deepEqual(near(search.corpus, search.read("喜马拉雅")).terms, []);
});

test("initials of a shorter name than any that stands there are read as two words", () => {
  const names = ["青岛", "青岛市社保局", "青山社区保育局"];
  const from = searching(names, { 青: "qing", 岛: "dao", 市: "shi", 社: "she", 保: "bao", 局: "ju", 山: "shan", 区: "qu", 育: "yu" });
  const { isNear, groups } = from.find("qdsbj");
  assert.deepEqual([isNear, groups[0].best], [true, [1]]);
});

test("the filter of a table keeps what the search finds", () => {
  for (const kind of ["things", "facts", "figures"] as const) {
    const having = search.having(kind, "甲")!;
    const all = search.find("甲", { [kind]: 99 }).groups.find((group) => group.kind === kind)!;
    assert.deepEqual(all.best.every(having), true);
    assert.equal(search.having(kind, " "), null);
  }
});

test("a query without a letter or sign finds nothing, and a limit leaves the count", () => {
  assert.deepEqual(search.find("  ").groups, []);
  const [{ best, total }] = search.find("市", { things: 1 }).groups;
  assert.equal(best.length, 1);
  assert.ok(total >= 2);
});

test("whatever is typed is answered", () => {
  const hostile = [".*", "[", "(?:", "\\", "^$", "a+b*c?", "\ud800", "\udc00甲", "甲\ud83d", "😀", "👩‍👩‍👧", "\u202e甲市", "שלום", "مرحبا", "\u0000", "\n\n", "甲\n市", "<b>", "&amp;", "__proto__", "constructor", "%", "。，、", "'’\"", "0", "1e9", "１万亿", "99999999999999999999万"];
  for (const query of [...hostile, "甲".repeat(10_000), "a ".repeat(5_000), "技术x1".repeat(2_500), "𬭎".repeat(5_000), ...hostile.map((text) => `${text} 甲市`)]) {
    assert.ok(Array.isArray(search.find(query).groups), JSON.stringify(query.slice(0, 20)));
  }
  assert.equal(things("\u202e甲市")[0], JIA, "marks of direction are no part of a word");
});

test("any name, alias, its sounds and its words in any order find it in the first page", () => {
  const { names } = search.corpus.model.picture;
  const { en, aliases } = details().things;
  names.forEach((name, n) => {
    const spelled = search.corpus.sounds.spell(name);
    for (const form of [name, en[n], ...(aliases[n] ?? []), spelled].filter(Boolean)) {
      for (const query of [form, form.toUpperCase(), form.split(" ").reverse().join(" ")]) assert.ok(things(query).includes(n), `${query} finds ${name}`);
    }
  });
});
