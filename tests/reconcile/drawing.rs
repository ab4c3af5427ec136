//! Reports drawn as text: blocks of rows become datasets, lines with `?` become checks, and findings are drawn back
//! under the bytes that they point at.
//!
//! ```text
//! # corpus
//! name | size_gb GB | rows int
//! News | 35.5       | 12
//! ? sum(corpus.size_gb) == 35.5 GB
//! ```
//! A column is text unless its name is followed by a unit, by `int` or by `number`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use arrow::array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use crossfoot::finding::{Finding, Findings};
use crossfoot::model::{Column, ColumnTrace, Dataset, Decimal, Precision, Printed, Qualifier, Unit};
use crossfoot::reconcile::{CheckText, Facts, Verdict, compile, judge};
use crossfoot::source::{Source, Span};

/// A drawn report, read.
pub struct Drawn {
    pub source: Arc<Source>,
    pub datasets: Vec<Dataset>,
    pub checks: Vec<CheckText>,
}

/// Reads a drawing; lines that start with `^` behind blanks are expectations and not part of the report.
pub fn read(drawing: &str) -> Drawn {
    let lines: Vec<&str> = drawing.lines().filter(|line| !line.trim_start().starts_with('^')).collect();
    let text = lines.join("\n");
    let source = Arc::new(Source::new("report.txt", text.as_str()));
    let (mut datasets, mut checks) = (Vec::new(), Vec::new());
    let mut block: Option<(String, Vec<(usize, String)>)> = None;
    let mut offset = 0;
    for line in lines.iter().chain([&""]) {
        if let Some(name) = line.strip_prefix("# ") {
            datasets.extend(block.take().map(|(name, rows)| dataset(&name, &rows, &source)));
            block = Some((name.trim().to_string(), Vec::new()));
        } else if let Some(check) = line.strip_prefix("? ") {
            let span = Span::new(offset + 2, offset + 2 + check.len());
            let name = format!("check {}", checks.len() + 1).into();
            let home = block.as_ref().map(|(name, _)| name.as_str().into());
            checks.push(CheckText {
                name,
                text: check.to_string(),
                file: "report.txt".into(),
                span,
                quoted_in: None,
                home,
            });
        } else if let (Some((_, rows)), true) = (&mut block, line.contains('|')) {
            rows.push((offset, line.to_string()));
        }
        offset += line.len() + 1;
    }
    datasets.extend(block.take().map(|(name, rows)| dataset(&name, &rows, &source)));
    Drawn { source, datasets, checks }
}

/// Judges all checks of a drawing.
pub fn verdicts(drawn: &Drawn) -> (Vec<Verdict>, Findings) {
    let mut findings = Findings::new();
    let facts = Facts::new(&drawn.datasets);
    let mut verdicts = Vec::new();
    for text in &drawn.checks {
        if let Some(check) = compile(text, &mut findings) {
            let verdict = judge(&check, &facts);
            findings.append(verdict.findings.clone());
            verdicts.push(verdict);
        }
    }
    (verdicts, findings)
}

/// Judges a drawing and compares the findings with those drawn in it.
#[track_caller]
pub fn check(drawing: &str) {
    let drawn = read(drawing);
    let (_, findings) = verdicts(&drawn);
    let found = draw(&drawn.source, &findings);
    let expected = drawing.trim_matches('\n');
    let found = found.trim_matches('\n');
    assert!(found == expected, "expected:\n{expected}\n\nfound:\n{found}\n");
}

/// The single verdict of a drawing with one check.
#[track_caller]
pub fn only(drawing: &str) -> Verdict {
    let (mut verdicts, findings) = verdicts(&read(drawing));
    assert_eq!(verdicts.len(), 1, "{findings:?}");
    verdicts.remove(0)
}

fn draw(source: &Source, findings: &Findings) -> String {
    let mut by_line: BTreeMap<u32, Vec<(usize, usize, &Finding)>> = BTreeMap::new();
    for finding in findings {
        let label = finding.primary().expect("every finding of a check points somewhere");
        let line = source.line_of(label.span.start);
        let start = source.line_span(line).start as usize;
        let before = source.text()[start..label.span.start as usize].chars().count();
        let width = source.slice(label.span).chars().count().max(1);
        by_line.entry(line).or_default().push((before, width, finding));
    }
    let mut text = String::new();
    for line in 1..=source.lines().count() {
        let _ = writeln!(text, "{}", source.slice(source.line_span(line)));
        for (before, width, finding) in by_line.get(&line).into_iter().flatten() {
            let (code, severity, message) = (finding.code, finding.severity, &finding.message);
            let _ = writeln!(text, "{:before$}{:^<width$} {severity}[{code}]: {message}", "", "");
        }
    }
    text
}

fn dataset(name: &str, rows: &[(usize, String)], source: &Arc<Source>) -> Dataset {
    let cells = |(offset, line): &(usize, String)| -> Vec<(usize, String)> {
        let mut at = *offset;
        let mut cells = Vec::new();
        for cell in line.split('|') {
            let lead = cell.len() - cell.trim_start().len();
            cells.push((at + lead, cell.trim().to_string()));
            at += cell.len() + 1;
        }
        cells
    };
    let header = cells(&rows[0]);
    let body: Vec<_> = rows[1..].iter().map(cells).collect();
    let (mut fields, mut arrays, mut columns) = (Vec::new(), Vec::<ArrayRef>::new(), Vec::new());
    for (at, (_, head)) in header.iter().enumerate() {
        let (name, kind) = head.split_once(' ').unwrap_or((head, ""));
        let texts: Vec<(usize, &str)> = body.iter().map(|row| (row[at].0, row[at].1.as_str())).collect();
        let mut trace = ColumnTrace::default();
        for (offset, text) in &texts {
            let span = Span::new(*offset, offset + text.len());
            trace.push(if text.is_empty() || *text == "-" { &[] } else { std::slice::from_ref(&span) });
        }
        let present = |text: &str| !text.is_empty() && text != "-";
        let array: ArrayRef = match kind {
            "" => Arc::new(StringArray::from_iter(texts.iter().map(|(_, text)| present(text).then_some(*text)))),
            _ => {
                let numbers: Vec<_> = texts.iter().map(|(_, text)| present(text).then(|| number(text))).collect();
                trace.printed = numbers
                    .iter()
                    .map(|n| n.map_or(Printed::new(Precision::of(0), Qualifier::Exact), |(_, printed)| printed))
                    .collect();
                let at = |scale| {
                    move |n: &Option<(Decimal, Printed)>| n.map(|(d, _)| d.coefficient_at(scale).expect("fits"))
                };
                if kind.starts_with("int") {
                    Arc::new(Int64Array::from_iter(numbers.iter().map(at(0)).map(|n| n.map(|n| n as i64))))
                } else {
                    let decimals = Decimal128Array::from_iter(numbers.iter().map(at(6)));
                    Arc::new(decimals.with_precision_and_scale(38, 6).expect("fits"))
                }
            }
        };
        let code = kind.trim_start_matches("int").trim_start_matches("number").trim();
        let unit = (!code.is_empty()).then(|| Unit::from_code(code).expect("a known unit"));
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
        columns.push(Column { name: name.into(), unit, published: true, trace });
    }
    assert!(fields.iter().all(|field: &Field| *field.data_type() != DataType::Null));
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("columns of equal length");
    let count = batch.num_rows();
    Dataset {
        name: name.into(),
        batch,
        columns,
        sources: vec![source.clone()],
        row_sources: vec![0; count],
        failed: Default::default(),
    }
}

/// `1.4万亿`, `30%`, `约 1,200`, `2.6B`: value, decimals and qualifier as a reader gives them.
pub fn number(text: &str) -> (Decimal, Printed) {
    let marks =
        [("约", Qualifier::About), ("超过", Qualifier::MoreThan), ("至少", Qualifier::AtLeast), ("", Qualifier::Exact)];
    let (rest, qualifier) =
        marks.iter().find_map(|(mark, q)| Some((text.strip_prefix(mark)?.trim(), *q))).expect("the last mark is empty");
    let digits_end =
        rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))).unwrap_or(rest.len());
    let digits = rest[..digits_end].replace(',', "");
    let scale = match rest[digits_end..].trim() {
        s if s.starts_with("万亿") => 12,
        s if s.starts_with('亿') => 8,
        s if s.starts_with('万') => 4,
        "B" => 9,
        _ => 0,
    };
    let value: Decimal = digits.parse().unwrap_or_else(|_| panic!("expected a number, found {text:?}"));
    let fraction = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let loose = if digits.contains('.') || value.is_zero() { 0 } else { zeros as i32 };
    let precision = Precision { decimals: fraction - scale, decimals_wide: fraction - scale - loose };
    (value.shifted(scale), Printed::new(precision, qualifier))
}
