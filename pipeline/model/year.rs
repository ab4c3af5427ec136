//! Years as tables print them: the text of a cell goes in, the year that it names comes out.

/// The year from 1900 to 2099 that a text names and nothing else: `1987`, `2024年`.
pub fn year_of(text: &str) -> Option<i32> {
    let digits = text.trim_end_matches('年');
    let plain = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|year| plain && (1900..2100).contains(year))
}

/// The years of a row that holds nothing else, each one year from the one before it: such a row heads the rows below.
pub fn years_of<'t>(cells: impl IntoIterator<Item = &'t str>) -> Option<Vec<i32>> {
    let years: Vec<i32> = cells.into_iter().map(year_of).collect::<Option<_>>()?;
    (years.len() > 1 && years.windows(2).all(|pair| (pair[0] - pair[1]).abs() == 1)).then_some(years)
}
