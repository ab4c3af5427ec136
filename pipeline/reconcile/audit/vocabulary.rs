//! The words by which texts state relations, and how they are found: whole words in Latin script, stretches in Chinese.

/// Words behind which the parts of the number before them follow, and whether these are all parts.
pub(super) const PARTS: &[(&str, bool)] = &[
    ("其中", false),
    ("包括", false),
    ("分为", true),
    ("由以下", true),
    ("of which", false),
    ("of whom", false),
    ("including", false),
    ("comprising", true),
    ("consisting of", true),
    ("consist of", true),
    ("consists of", true),
    ("made up of", true),
    ("comprises", true),
    ("comprised", true),
    ("comprised of", true),
    ("comprise", true),
    ("composed of", true),
    ("consisted of", true),
    ("divided into", true),
    ("of this", false),
    ("of these", false),
    ("of them", false),
    ("of those", false),
    ("分成", true),
    ("涵盖", false),
    ("split into", true),
    ("broken down into", true),
];

/// Words that say of a number that it is all there is.
pub(super) const TOTAL_WORDS: &[&str] =
    &["共", "合计", "总计", "总额", "总数", "总量", "total", "totalled", "totaled", "in all", "altogether", "overall"];

/// Words with one of these in them that say nothing of the kind.
pub(super) const NO_TOTAL: &[&str] = &["公共", "共同", "共享", "共建", "共识", "共和", "共产", "总额度", "subtotal"];

/// The same, further in front of the number's own name.
pub(super) const OF_ALL: &[&str] = &["a total of", "in total", "total of", "共有", "共计"];

/// Words in front of a colon behind which items follow.
pub(super) const AS_FOLLOWS: &[&str] = &[
    "as follows",
    "the following",
    "breakdown",
    "broken down",
    "by segment",
    "by region",
    "如下",
    "构成",
    "组成",
    "明细",
    "合计",
    "共",
    "total",
    "分别为",
];

/// Words in an item of a list that is no part.
pub(super) const NO_ITEM: &[&str] = &["增长", "减少", "上升", "下降", "increase", "decrease", "growth"];

/// Words that join the last part of a list to the others.
pub(super) const JOINED: &[&str] = &["as well as", "and", "以及", "和", "及", "与"];

/// Words that lead from a part's name to its number.
pub(super) const BESIDE_NUMBER: &[&str] = &[
    "of",
    "with",
    "at",
    "for",
    "was",
    "were",
    "is",
    "are",
    "has",
    "have",
    "about",
    "around",
    "some",
    "approximately",
    "roughly",
    "为",
    "是",
    "有",
    "约",
    "共",
    "达",
    "计",
];

/// Words in a name that make it no part: of another time, a plan, or what a number is compared with.
pub(super) const NO_PART: &[&str] = &[
    "ratio",
    "rate",
    "率",
    "year",
    "years",
    "quarter",
    "month",
    "previous",
    "previously",
    "prior",
    "last",
    "budget",
    "budgeted",
    "plan",
    "planned",
    "target",
    "forecast",
    "expected",
    "compared",
    "than",
    "from",
    "versus",
    "vs",
    "per",
    "each",
    "average",
    "median",
    "mean",
    "up",
    "down",
    "since",
    "until",
    "to",
    "e.g",
    "example",
    "eg",
    "while",
    "which",
    "was",
    "were",
    "but",
    "去年",
    "上年",
    "上期",
    "同期",
    "同比",
    "环比",
    "计划",
    "预算",
    "预计",
    "目标",
    "较",
    "平均",
    "人均",
    "例如",
    "年初",
    "年末",
    "期初",
    "期末",
    "其中",
    "合计",
    "共计",
    "小计",
    "total",
];

/// Words behind 其他 and "other" that make it the name of an item of its own.
pub(super) const NO_REST: &[&str] = &[
    "应收",
    "应付",
    "综合收益",
    "权益工具",
    "流动资产",
    "流动负债",
    "货币资金",
    "收益",
    "comprehensive",
    "receivables",
    "payables",
    "receivable",
    "payable",
];

/// Words between a part and its share.
pub(super) const OF_TOTAL: &[&str] = &["占比", "占", "比例", "比重", "accounting for", "or", "(", "（", "share"];

/// What is left when the others are named.
pub(super) const REST: &[&str] =
    &["其余", "其他", "其它", "剩余", "余下", "the rest", "the remaining", "others", "other", "the other"];

/// Of these, those that leave nothing even with a noun behind them.
pub(super) const ALL_THE_REST: &[&str] = &["其余", "剩余", "余下", "the rest", "the remaining", "the remainder"];

/// Words that say of a number that it is a share of the whole.
pub(super) const SHARE_VERBS: &[&str] = &[
    "占比",
    "占据",
    "占有",
    "占",
    "份额",
    "比重",
    "比例",
    "accounted for",
    "accounts for",
    "account for",
    "accounting for",
    "made up",
    "makes up",
    "make up",
    "represented",
    "represents",
];

/// Words that may stand between such a word and the share.
pub(super) const BESIDE_SHARE: &[&str] = &[
    "分别", "比例", "比重", "份额", "比", "为", "是", "达到", "达", "约", "仅", "了", "的", "about", "some", "only",
    "just", "another",
];

/// Words for the whole that was named before.
pub(super) const WHOLES: &[&str] =
    &["总数", "总量", "总额", "总体", "全部", "总", "其", "total", "whole", "them", "which", "whom", "all"];

/// Words beside a share that speak of another whole, of another time, or of a part of the part before.
pub(super) const OTHER_WHOLE: &[&str] = &[
    "其中",
    "率",
    "去年",
    "上年",
    "同期",
    "上期",
    "当中",
    "of which",
    "of them",
    "rate",
    "margin",
    "last year",
    "year",
    "respectively",
];

/// Words that make a statement of their own.
pub(super) const VERBS: &[&str] =
    &["为", "是", "有", "达", "完成", "was", "were", "is", "are", "has", "had", "have", "said", "in"];

/// Words before a number that all others make.
pub(super) const TOGETHER: &[&str] = &["合计", "总计", "共计", "加总", "total", "together", "sum to", "add up to"];

/// Words before a number by which something rose.
pub(super) const RISE: &[&str] = &[
    "improved",
    "improve",
    "climbed",
    "expanded",
    "widened",
    "advanced",
    "jumped",
    "扩大",
    "增长",
    "上升",
    "增加",
    "提高",
    "提升",
    "上涨",
    "up",
    "up by",
    "grew",
    "rose",
    "increase",
    "increased",
    "growth",
    "rise",
    "gain",
    "gained",
];

/// Words before a number by which something fell.
pub(super) const FALL: &[&str] = &[
    "narrowed",
    "shrank",
    "contracted",
    "slipped",
    "dipped",
    "收窄",
    "下降",
    "减少",
    "降低",
    "下滑",
    "回落",
    "down",
    "down by",
    "fell",
    "decrease",
    "decreased",
    "decline",
    "declined",
    "drop",
    "dropped",
];

/// Words before a number by which two things differ.
pub(super) const DIFFERS: &[&str] = &["同比", "环比", "比上", "比去", "比前", "较", "多出", "than"];

/// Words that may stand beside those of change without naming another thing that changed.
pub(super) const WITH_CHANGE: &[&str] = &[
    "同比",
    "环比",
    "比上年",
    "较上年",
    "比去年",
    "较去年",
    "同期",
    "幅度",
    "率",
    "达到",
    "达",
    "为",
    "了",
    "约",
    "即",
    "也就是",
    "an",
    "a",
    "by",
    "of",
    "or",
    "about",
    "year",
    "on",
    "over",
    "yoy",
    "i",
    "e",
    "that",
    "is",
    "which",
    "rate",
    "equal",
];

/// Words beside a rate of change over one year.
pub(super) const OVER_A_YEAR: &[&str] = &[
    "同比",
    "比上年",
    "较上年",
    "比去年",
    "较去年",
    "上年同期",
    "去年同期",
    "year on year",
    "year over year",
    "yoy",
    "y/y",
    "y o y",
    "on the year",
    "a year earlier",
    "the year before",
    "previous year",
    "prior year",
    "last year",
];

/// Words beside a rate of change over a part of a year.
pub(super) const OVER_LESS: &[&str] = &[
    "环比",
    "比上月",
    "较上月",
    "比上季",
    "较上季",
    "quarter on quarter",
    "quarter over quarter",
    "month on month",
    "month over month",
    "qoq",
    "q/q",
    "mom",
    "m/m",
];

/// Words beside a rate that is not that of the whole change: an average of several years, or what the change would have
/// been otherwise.
pub(super) const OTHER_CHANGE: &[&str] = &[
    "年均",
    "月均",
    "年复合",
    "复合",
    "年化",
    "每年",
    "可比",
    "同口径",
    "剔除",
    "扣除",
    "不变价",
    "实际增长",
    "实际下降",
    "固定汇率",
    "cagr",
    "compound",
    "annually",
    "annualised",
    "annualized",
    "average annual",
    "annual average",
    "annual rate",
    "per year",
    "per annum",
    "each year",
    "every year",
    "a year on average",
    "organic",
    "organically",
    "like for like",
    "underlying",
    "comparable",
    "constant currency",
    "constant currencies",
    "constant exchange",
    "constant prices",
    "real terms",
    "adjusted for",
    "excluding",
];

/// A clause that names only the year before, for the value behind it.
pub(super) const LAST_YEAR: &[&str] = &["去年同期", "上年同期", "去年", "上年", "上一年", "上期"];

/// Words that tell shares of several wholes: these do not make 100 %.
pub(super) const RATE_WORDS: &[&str] =
    &["rates", "率分别", "率为", "完成", "平均", "average", "of revenue", "of sales", "占营业收入", "占收入", "占gdp"];

/// Words of a survey in which several answers may be given: its shares make more than 100 %.
pub(super) const MULTIPLE: &[&str] = &[
    "多选",
    "复选",
    "multiple answers",
    "multiple responses",
    "multiple choice",
    "multiple choices",
    "several answers",
    "more than one",
    "select all",
    "could choose",
];

/// Words that divide one whole, in front of the shares.
pub(super) const DIVIDES: &[&str] = &[
    "按",
    "从",
    "结构",
    "构成",
    "分布",
    "组成",
    "by",
    "breakdown",
    "structure",
    "composition",
    "distribution",
    "split",
];

/// Rates that are shares of one whole.
pub(super) const SHARE_RATES: &[&str] = &["占有率", "市占率", "持股比率", "比率"];

/// All that stands before a total behind its parts.
pub(super) const TOGETHER_BEHIND: &[&str] = &[
    "合计",
    "合计为",
    "共计",
    "共计为",
    "总计",
    "总计为",
    "两项合计",
    "三项合计",
    "四项合计",
    "二者合计",
    "两者合计",
    "三者合计",
    "totalling",
    "totaling",
    "for a total of",
    "a total of",
    "together",
    "in total",
    "giving a total of",
    "making a total of",
    "adding up to",
];

/// Words of what was there at first.
pub(super) const OPENING: &[&str] = &[
    "年初",
    "期初",
    "月初",
    "季初",
    "opening",
    "at the beginning",
    "at beginning",
    "beginning balance",
    "brought forward",
    "at 1 january",
    "at january 1",
    "at the start",
];

/// Words of what is there at last.
pub(super) const CLOSING: &[&str] = &[
    "年末",
    "期末",
    "月末",
    "季末",
    "closing",
    "at the end",
    "at end",
    "ending balance",
    "carried forward",
    "at 31 december",
    "at december 31",
];

/// Words of what comes in between.
pub(super) const FLOW_IN: &[&str] = &[
    "增加",
    "新增",
    "转入",
    "流入",
    "购置",
    "计提",
    "addition",
    "additions",
    "increase",
    "increases",
    "new",
    "added",
    "acquired",
    "acquisitions",
    "joined",
    "hired",
    "inflows",
    "receipts",
    "issued",
    "opened",
];

/// Words of what goes.
pub(super) const FLOW_OUT: &[&str] = &[
    "减少",
    "转出",
    "流出",
    "处置",
    "核销",
    "支出",
    "disposal",
    "disposals",
    "decrease",
    "decreases",
    "left",
    "sold",
    "closed",
    "retired",
    "outflows",
    "payments",
    "write-offs",
    "redeemed",
    "repaid",
    "repayments",
    "less",
];

/// What ends a list that names only some.
pub(super) const ETC: &[&str] = &["等", "等等", "……", "...", "etc"];

/// Words in the header of a column that does not add up.
pub(super) const RATES: &[&str] = &[
    "%",
    "％",
    "率",
    "同比",
    "环比",
    "增长",
    "增减",
    "增幅",
    "增速",
    "占比",
    "比重",
    "比例",
    "份额",
    "平均",
    "人均",
    "均价",
    "单价",
    "growth",
    "change",
    "rate",
    "average",
    "mean",
    "median",
    "per",
    "price",
    "ratio",
    "share",
    "percent",
    "percentage",
    "rates",
    "prices",
    "averages",
    "changes",
    "ratios",
    "shares",
];

/// Words in the header of a column that compares two years.
pub(super) const GROWTH_COLUMNS: &[&str] = &[
    "同比",
    "增长",
    "增减",
    "增幅",
    "增速",
    "变动",
    "变化",
    "growth",
    "change",
    "increase",
    "yoy",
    "variation",
    "var.",
];

/// Words in the header of a column of shares.
pub(super) const SHARES: &[&str] =
    &["占比", "比重", "构成", "份额", "share", "shares", "% of total", "percent of total"];

/// Words by which a number of things is said to lie in several places or kinds.
pub(super) const SPREAD: &[&str] = &[
    "分布于",
    "分布在",
    "遍布",
    "遍及",
    "涉及",
    "覆盖",
    "来自",
    "spread over",
    "spread across",
    "distributed over",
    "distributed across",
    "located in",
    "divided among",
    "across",
    "from",
];

/// Places and kinds that things may be divided among.
pub(super) const PLACES: &[&str] = &[
    "省",
    "市",
    "地区",
    "区",
    "县",
    "国家",
    "行业",
    "领域",
    "类别",
    "regions",
    "provinces",
    "states",
    "countries",
    "cities",
    "districts",
    "sectors",
    "industries",
    "counties",
    "categories",
    "municipalities",
    "departments",
];

/// Words in the caption of a chart that divides things among places or kinds.
pub(super) const DIVIDED: &[&str] = &[
    "分布",
    "地图",
    "各省",
    "各地",
    "各行业",
    "分地区",
    "分行业",
    "distribution",
    "map",
    "by region",
    "by country",
    "by state",
    "by province",
    "by sector",
    "by industry",
    "by city",
    "by county",
    "by district",
    "by category",
    "per region",
    "per country",
    "per state",
];

/// Names that divide a whole between them.
pub(super) const CLOSED: &[&[&str]] = &[
    &["男", "女"],
    &["men", "women"],
    &["male", "female"],
    &["males", "females"],
    &["boys", "girls"],
    &["东部", "中部", "西部", "东北"],
    &["境内", "境外"],
    &["国内", "国外", "国际"],
    &["城镇", "农村"],
    &["线上", "线下"],
    &["urban", "rural"],
    &["domestic", "foreign"],
];

/// Words in the name of a part by which it may be part of another one too.
pub(super) const ATTRIBUTES: &[&str] = &[
    "已", "未", "曾", "具有", "拥有", "持有", "获", "授权", "有效", "通过", "以上", "以下", "学历", "学位", "大于",
    "小于", "超过", "岁", "with", "without", "having", "who", "that", "whose", "also", "aged", "over", "under",
    "older", "younger",
];

/// Words before the place of a part.
pub(super) const PLACED: &[&str] = &["in", "from", "at", "for", "on", "to", "outside", "abroad"];

/// Words that lead from the clause before to a name.
pub(super) const LEADS_ON: &[&str] = &[
    "so",
    "and",
    "thus",
    "hence",
    "therefore",
    "while",
    "that",
    "i",
    "e",
    "making",
    "meaning",
    "the",
    "而",
    "则",
    "即",
    "约",
];

/// Words beside what is measured that say nothing of what it is.
pub(super) const BESIDE_MEASURE: &[&str] = &[
    "规模", "总量", "总额", "总数", "数量", "占比", "占据", "占有", "所占", "占", "为", "是", "有", "达到", "达", "约",
    "的", "了", "则", "而", "额", "量", "数", "the", "of", "that", "in", "was", "were", "is", "are", "had", "has",
    "about", "another", "with", "at", "and", "while", "size", "total", "number",
];

/// True if `text` has one of `words`.
pub(super) fn any(text: &str, words: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    words.iter().any(|word| find(&text, word).next().is_some())
}

/// True for digits of any script.
pub(super) fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// True if `text` holds nothing but `words`.
pub(super) fn any_only(text: &str, words: &[&str]) -> bool {
    let mut rest = text.trim_start();
    while let Some(behind) = words.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind.trim_start();
    }
    rest.is_empty()
}

/// Where `word` stands in `text`, which is in small letters: as a word of its own if it is in Latin letters.
pub(super) fn find<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let latin = word.starts_with(|c: char| c.is_ascii_alphabetic());
    let letter = |c: char| c.is_ascii_alphanumeric();
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| !latin || !(text[..*at].ends_with(letter) || text[at + word.len()..].starts_with(letter)))
}
