//! index.html: the datasets, checks and findings for people; each cell leads to its line of the raw text.

use std::fmt::{self, Display, Write};

use arrow::util::display::ArrayFormatter;
use parquet::errors::ParquetError;

use super::{File, Output, Publication};
use crate::finding::Finding;
use crate::model::{Dataset, print_options, printable};

pub(super) static OUTPUT: Output = Output {
    parts: |_| 1,
    write: |publication, _| {
        let mut page = String::new();
        write_page(publication, &mut page)?;
        Ok(vec![File::new("index.html", "The same for people", page.into_bytes())])
    },
};

/// A page is for reading: longer datasets and texts are cut, and say so.
const MOST_ROWS: usize = 500;
const MOST_LINES: u32 = 20_000;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1b1b}\
table{border-collapse:collapse;margin:.5rem 0 2rem;font-size:14px}th,td{border-bottom:1px solid #ddd;padding:.25rem .6rem;\
text-align:left;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}td a{color:inherit;\
text-decoration:none;border-bottom:1px dotted #888}a:hover{background:#fff3bf}small{color:#666}\
.error{color:#a51111}.warning{color:#8a5a00}.waived,.note{color:#666}pre.t{font-size:13px;line-height:1.45;\
white-space:pre-wrap}pre.t span{display:block}pre.t span:target{background:#fff3bf}pre.t b{display:inline-block;\
width:4.5em;color:#999;font-weight:400;user-select:none}";

fn write_page(publication: &Publication<'_>, page: &mut String) -> Result<(), ParquetError> {
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>crossfoot</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body>\n<h1>Datasets</h1>\n"
    );
    for report in publication.reports {
        let published = report.published.as_deref().map(|day| format!(" <small>{}</small>", escaped(day)));
        let published = published.unwrap_or_default();
        let _ =
            writeln!(page, "<p>{} <small>{}</small>{published}</p>", escaped(&report.title), escaped(&report.report));
    }
    for dataset in publication.datasets {
        write_dataset(dataset, page)?;
    }
    let _ = write!(page, "<h1>Checks</h1>\n<table><tr><th>report<th>check<th>relation<th>verdict<th></tr>\n");
    for check in publication.checks {
        let waived = check.waived.as_deref().map(|reason| format!("; waived: {reason}")).unwrap_or_default();
        let _ = writeln!(
            page,
            "<tr><td>{}<td>{}<td><code>{}</code><td>{}<td><small>{}{}</small></tr>",
            escaped(&check.report),
            escaped(&check.name),
            escaped(&check.text),
            check.verdict,
            escaped(&check.detail),
            escaped(&waived)
        );
    }
    let _ = write!(page, "</table>\n<h1>Findings</h1>\n<table><tr><th>severity<th>code<th>finding<th>place</tr>\n");
    for finding in publication.findings {
        write_finding(finding, publication, page);
    }
    page.push_str("</table>\n<h1>Texts</h1>\n");
    for source in publication.sources {
        let name = escaped(source.source.name());
        let count = source.source.lines().count();
        let _ = writeln!(page, "<h2>{name}</h2>\n<pre class=\"t\">");
        for line in 1..=count.min(MOST_LINES) {
            let text = escaped(source.source.slice(source.source.line_span(line)));
            let bucket = source.ledger.bucket(line).name();
            let _ = writeln!(page, "<span id=\"{name}:{line}\" title=\"{bucket}\"><b>{line}</b>{text}</span>");
        }
        page.push_str("</pre>\n");
        if count > MOST_LINES {
            let _ = writeln!(page, "<p>{} more lines: see the file.</p>", count - MOST_LINES);
        }
    }
    page.push_str("</body></html>\n");
    Ok(())
}

fn write_dataset(dataset: &Dataset, page: &mut String) -> Result<(), ParquetError> {
    let shown = dataset.rows().min(MOST_ROWS);
    let _ = writeln!(
        page,
        "<h2 id=\"{0}\">{0}</h2>\n<p><small>{1} rows, {0}.parquet</small></p>\n<table><tr>",
        escaped(&dataset.name),
        dataset.rows()
    );
    let columns: Vec<_> = dataset.columns.iter().enumerate().filter(|(_, column)| column.published).collect();
    for (_, column) in &columns {
        let unit = column.unit.as_ref().map(|unit| format!(" <small>{}</small>", escaped(&unit.code())));
        let _ = write!(page, "<th>{}{}", escaped(&column.name), unit.unwrap_or_default());
    }
    page.push_str("</tr>\n");
    let options = print_options();
    let arrays: Vec<_> = columns.iter().map(|(at, _)| printable(dataset.batch.column(*at))).collect();
    let formats =
        arrays.iter().map(|array| ArrayFormatter::try_new(array.as_ref(), &options)).collect::<Result<Vec<_>, _>>()?;
    for row in 0..shown {
        page.push_str("<tr>");
        for ((at, column), format) in columns.iter().zip(&formats) {
            let class = if dataset.batch.column(*at).data_type().is_numeric() { " class=\"n\"" } else { "" };
            let text = format.value(row).to_string();
            let text = escaped(&text);
            match column.trace.spans_of(row).first() {
                None => {
                    let _ = write!(page, "<td{class}>{text}");
                }
                Some(span) => {
                    let source = dataset.source_of(row);
                    let (name, line) = (escaped(source.name()), source.line_of(span.start));
                    let _ = write!(page, "<td{class}><a href=\"#{name}:{line}\" title=\"{name}:{line}\">{text}</a>");
                }
            }
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
    if shown < dataset.rows() {
        let _ = writeln!(page, "<p>{} more rows: see the file.</p>", dataset.rows() - shown);
    }
    Ok(())
}

fn write_finding(finding: &Finding, publication: &Publication<'_>, page: &mut String) {
    let place = finding.primary().map(|label| {
        let line = publication.texts.get(&label.file).map_or(1, |source| source.line_of(label.span.start));
        format!("{}:{line}", escaped(&label.file))
    });
    let place = place.unwrap_or_default();
    let class = if finding.waived.is_some() { "waived" } else { finding.severity.name() };
    let waived = finding.waived.as_deref().map(|reason| format!("<br><small>waived: {}</small>", escaped(reason)));
    let _ = writeln!(
        page,
        "<tr class=\"{class}\"><td>{class}<td>{}<td>{}{}<td><a href=\"#{place}\">{place}</a></tr>",
        finding.code.name,
        escaped(&finding.message),
        waived.unwrap_or_default()
    );
}

/// A text that prints as HTML.
#[derive(Clone, Copy)]
struct Escaped<'a>(&'a str);

fn escaped(text: &str) -> Escaped<'_> {
    Escaped(text)
}

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        // The marks are ASCII, which no byte of another character is.
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}
