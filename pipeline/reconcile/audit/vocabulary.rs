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
    ("split into", true),
    ("broken down into", true),
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

/// A clause that names only the year before, for the value behind it.
pub(super) const LAST_YEAR: &[&str] = &["去年同期", "上年同期", "去年", "上年", "上一年", "上期"];

/// Words that tell shares of several wholes: these do not make 100 %.
pub(super) const RATE_WORDS: &[&str] =
    &["rates", "率分别", "率为", "完成", "平均", "average", "of revenue", "of sales", "占营业收入", "占收入", "占gdp"];

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

/// Words in the header of a column of shares.
pub(super) const SHARES: &[&str] =
    &["占比", "比重", "构成", "份额", "share", "shares", "% of total", "percent of total"];

/// True if `text` has one of `words`.
pub(super) fn any(text: &str, words: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    words.iter().any(|word| find(&text, word).next().is_some())
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
