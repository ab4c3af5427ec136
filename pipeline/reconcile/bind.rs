//! A check's names are resolved and its units checked, once, before any number is read.

use std::sync::Arc;

use super::CheckText;
use super::codes::{CHECK_SYNTAX, MISSING_REFERENCE, MIXED_UNITS};
use super::facts::{Column, Facts};
use super::function::{Function, Nulls, Shape};
use super::measure::Measure;
use super::syntax::{Among, Comparison, Condition, Expression, ExpressionKind, Operator, Path};
use super::value::Amount;
use crate::finding::{Finding, Findings};
use crate::source::Span;

/// An expression whose names are resolved.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Constant(Amount),
    Text(Arc<str>),
    /// One cell: a stated figure.
    Cell(Column, u32),
    /// The column's cell in the row at hand.
    Column(Column),
    /// The one row of a dataset that a condition leaves.
    Select(Column, Option<Box<Test>>),
    Rows {
        function: &'static Function,
        argument: Box<Node>,
        dataset: u32,
        filter: Option<Box<Test>>,
    },
    Values(&'static Function, Vec<Node>),
    Negative(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Power(Box<Node>, u32),
}

/// A condition whose names are resolved.
#[derive(Clone, Debug)]
pub(super) enum Test {
    And(Box<Test>, Box<Test>),
    Or(Box<Test>, Box<Test>),
    Not(Box<Test>),
    Compare(Node, Comparison, Node),
    InList(Node, Vec<Node>),
    InColumn(Node, Column),
}

/// A resolved expression, what it measures and where it stands in the check.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub node: Node,
    pub measure: Measure,
    pub span: Span,
}

/// Resolves the names of one check.
pub(super) struct Binder<'b, 'a> {
    pub facts: &'b Facts<'a>,
    pub check: &'b CheckText,
    pub findings: &'b mut Findings,
    /// The datasets that bare names are looked up in, the innermost last.
    pub scope: Vec<u32>,
}

impl Binder<'_, '_> {
    fn missing(&mut self, path: &Path, what: String, known: Vec<String>) {
        let mut finding = Finding::new(&MISSING_REFERENCE, what)
            .at(&self.check.file, self.check.place(path.span), "this name")
            .about(&self.check.name);
        if let Some(near) = nearest(path.parts.last().map_or("", |part| part), &known) {
            finding = finding.help(format!("did you mean \"{near}\"?"));
        } else if !known.is_empty() && known.len() <= 12 {
            let quotes = if path.parts.len() == 1 { "; a text stands in quotes" } else { "" };
            finding = finding.help(format!("known here: {}{quotes}", known.join(", ")));
        }
        self.findings.push(finding);
    }

    pub fn mixed(&mut self, message: String, first: (Span, &Measure), second: (Span, &Measure)) {
        let finding = Finding::new(&MIXED_UNITS, message)
            .at(&self.check.file, self.check.place(first.0), first.1.to_string())
            .at(&self.check.file, self.check.place(second.0), second.1.to_string())
            .about(&self.check.name);
        self.findings.push(finding);
    }

    /// Texts are neither added up nor put in order.
    pub fn number(&mut self, bound: &Bound, what: &str) -> Option<()> {
        if bound.measure != Measure::named("text") {
            return Some(());
        }
        self.findings.push(
            Finding::new(&CHECK_SYNTAX, format!("expected numbers {what}, found text"))
                .at(&self.check.file, self.check.place(bound.span), "here")
                .about(&self.check.name),
        );
        None
    }

    /// The dataset that `each` names.
    pub fn dataset(&mut self, path: &Path) -> Option<u32> {
        let found = self.facts.dataset(&path.text());
        if found.is_none() {
            let known = self.facts.datasets.iter().map(|dataset| dataset.name.to_string()).collect();
            self.missing(path, format!("no dataset \"{}\" in this report", path.text()), known);
        }
        found
    }

    /// The column of `dataset` that is named with or without the dataset's name.
    pub fn column_of(&mut self, path: &Path, dataset: u32) -> Option<Column> {
        match self.column(path)? {
            column if column.dataset == dataset => Some(column),
            column => {
                let name = &self.facts.datasets[dataset as usize].name;
                let other = &self.facts.datasets[column.dataset as usize].name;
                self.missing(path, format!("expected a column of \"{name}\", found one of \"{other}\""), Vec::new());
                None
            }
        }
    }

    fn column(&mut self, path: &Path) -> Option<Column> {
        let (name, datasets) = match &path.parts[..] {
            [name] => (name, self.scope.iter().rev().copied().collect()),
            [series, of, name] if &**series == "series" => {
                let full = format!("series.{of}");
                let Some(dataset) = self.facts.dataset(&full) else {
                    let known = self.series();
                    self.missing(path, format!("no series \"{of}\" in this report"), known);
                    return None;
                };
                (name, vec![dataset])
            }
            [of, name] => {
                let Some(dataset) = self.facts.dataset(of) else {
                    let known = self.facts.datasets.iter().map(|dataset| dataset.name.to_string()).collect();
                    let first = Path { parts: vec![of.clone()], span: path.span };
                    self.missing(&first, format!("no dataset \"{of}\" in this report"), known);
                    return None;
                };
                (name, vec![dataset])
            }
            _ => {
                let what =
                    format!("expected dataset.column, stated.NAME or series.NAME.COLUMN, found \"{}\"", path.text());
                self.missing(path, what, Vec::new());
                return None;
            }
        };
        for dataset in &datasets {
            let known = self.facts.datasets.get(*dataset as usize);
            if let Some(column) = known.and_then(|dataset| dataset.column_index(name)) {
                return Some(self.facts.column(*dataset, column as u32));
            }
        }
        let what = match datasets.first() {
            Some(dataset) => format!("no column \"{name}\" in \"{}\"", self.facts.datasets[*dataset as usize].name),
            None => format!("expected dataset.column, found \"{name}\" alone"),
        };
        let columns = datasets.iter().flat_map(|dataset| &self.facts.datasets[*dataset as usize].columns);
        let known = columns.map(|column| column.name.to_string()).collect();
        self.missing(path, what, known);
        None
    }

    fn series(&self) -> Vec<String> {
        let names = self.facts.datasets.iter().filter_map(|dataset| dataset.name.strip_prefix("series."));
        names.map(str::to_string).collect()
    }

    /// Resolves an expression; `None` after a finding.
    pub fn expression(&mut self, expression: &Expression) -> Option<Bound> {
        let span = expression.span;
        let (node, measure) = match &expression.kind {
            ExpressionKind::Literal(literal) => (Node::Constant(literal.amount.clone()), literal.measure.clone()),
            ExpressionKind::Text(text) => (Node::Text(text.clone()), Measure::named("text")),
            ExpressionKind::Path(path, filter) => self.path(path, filter.as_deref())?,
            ExpressionKind::Negative(inner) => {
                let inner = self.expression(inner)?;
                self.number(&inner, "behind \"-\"")?;
                (Node::Negative(Box::new(inner.node)), inner.measure)
            }
            ExpressionKind::Binary(operator, left, right) => {
                let (left, right) = (self.expression(left), self.expression(right));
                self.binary(*operator, left?, right?)?
            }
            ExpressionKind::Power(base, exponent) => {
                let base = self.expression(base)?;
                self.number(&base, "before \"^\"")?;
                let measure = (1..*exponent).fold(base.measure.clone(), |power, _| power.multiplied(&base.measure));
                let measure = if *exponent == 0 { Measure::bare() } else { measure };
                (Node::Power(Box::new(base.node), *exponent), measure)
            }
            ExpressionKind::Call(function, arguments, filter) => self.call(function, arguments, filter.as_deref())?,
        };
        Some(Bound { node, measure, span })
    }

    fn path(&mut self, path: &Path, filter: Option<&Condition>) -> Option<(Node, Measure)> {
        if let [stated, name] = &path.parts[..]
            && &**stated == "stated"
        {
            let Some(cell) = self.facts.stated(name) else {
                let known = self.stated_names();
                self.missing(path, format!("no stated figure \"{name}\" in this report"), known);
                return None;
            };
            let column = self.facts.reader(cell);
            let measure = column.measure.clone();
            return Some((Node::Cell(column, cell.row), measure));
        }
        let column = self.column(path)?;
        let measure = column.measure.clone();
        match filter {
            Some(condition) => {
                let test = self.within(column.dataset, |binder| binder.condition(condition))?;
                Some((Node::Select(column, Some(Box::new(test))), measure))
            }
            None if self.scope.contains(&column.dataset) => Some((Node::Column(column), measure)),
            None => Some((Node::Select(column, None), measure)),
        }
    }

    fn stated_names(&self) -> Vec<String> {
        let Some(dataset) = self.facts.dataset(crate::model::STATED_FIGURE) else { return Vec::new() };
        let of = &self.facts.datasets[dataset as usize];
        let Some(column) = of.column_index("figure") else { return Vec::new() };
        let reader = Column::bare(dataset, column as u32);
        (0..of.rows()).filter_map(|row| self.facts.text(&reader, row as u32).map(|text| text.to_string())).collect()
    }

    fn within<T>(&mut self, dataset: u32, inner: impl FnOnce(&mut Self) -> T) -> T {
        self.scope.push(dataset);
        let result = inner(self);
        self.scope.pop();
        result
    }

    fn binary(&mut self, operator: Operator, left: Bound, right: Bound) -> Option<(Node, Measure)> {
        let (a, b) = (&left.measure, &right.measure);
        let text = Measure::named("text");
        let measure = match operator {
            _ if *a == text || *b == text => None,
            Operator::Add => a.added(b),
            Operator::Subtract => a.subtracted(b),
            Operator::Multiply => Some(a.multiplied(b)),
            Operator::Divide => Some(a.divided(b)),
            Operator::Modulo => a.added(b),
        };
        let Some(measure) = measure else {
            let verb = match operator {
                Operator::Subtract => "subtracted",
                Operator::Modulo => "divided with a remainder",
                Operator::Multiply => "multiplied",
                Operator::Divide => "divided",
                Operator::Add => "added",
            };
            self.mixed(format!("{a} and {b} cannot be {verb}"), (left.span, a), (right.span, b));
            return None;
        };
        Some((Node::Binary(operator, Box::new(left.node), Box::new(right.node)), measure))
    }

    fn call(
        &mut self,
        function: &'static Function,
        arguments: &[Expression],
        filter: Option<&Condition>,
    ) -> Option<(Node, Measure)> {
        match &function.shape {
            Shape::Rows { measure, nulls, .. } => {
                let argument = arguments.first()?;
                let Some(dataset) = self.dataset_of(argument) else {
                    // A mistake in a name says more than that no column is there.
                    let before = self.findings.len();
                    let bound = self.expression(argument);
                    if bound.is_some() || self.findings.len() == before {
                        let path = Path { parts: Vec::new(), span: argument.span };
                        self.missing(&path, format!("expected a column in {}, found none", function.usage), Vec::new());
                    }
                    return None;
                };
                let (argument, filter) = self.within(dataset, |binder| {
                    let argument = binder.expression(argument);
                    let filter = filter.map(|condition| binder.condition(condition));
                    (argument, filter)
                });
                let (argument, filter) =
                    (argument?, filter.map_or(Some(None), |test| test.map(|t| Some(Box::new(t))))?);
                if *nulls != Nulls::Count {
                    self.number(&argument, &format!("in {}", function.usage))?;
                }
                let result = measure(&argument.measure);
                Some((Node::Rows { function, argument: Box::new(argument.node), dataset, filter }, result))
            }
            // The grammar reads these as relations, never as values.
            Shape::Relation { .. } => None,
            Shape::Values { measure, .. } => {
                let bound: Vec<_> = arguments.iter().map(|argument| self.expression(argument)).collect();
                let bound: Vec<Bound> = bound.into_iter().collect::<Option<_>>()?;
                for argument in &bound {
                    self.number(argument, &format!("in {}", function.usage))?;
                }
                let measures: Vec<Measure> = bound.iter().map(|bound| bound.measure.clone()).collect();
                let Some(result) = measure(&measures) else {
                    let (first, last) = (bound.first()?, bound.last()?);
                    let message =
                        format!("{} and {} do not fit together in {}", first.measure, last.measure, function.usage);
                    self.mixed(message, (first.span, &first.measure), (last.span, &last.measure));
                    return None;
                };
                Some((Node::Values(function, bound.into_iter().map(|bound| bound.node).collect()), result))
            }
        }
    }

    /// The dataset whose rows an expression runs over: that of the first column in it.
    fn dataset_of(&mut self, expression: &Expression) -> Option<u32> {
        match &expression.kind {
            ExpressionKind::Path(path, _) => match &path.parts[..] {
                [stated, _] if &**stated == "stated" => None,
                // A mistake in the name is reported when the argument is bound.
                _ => {
                    let before = std::mem::take(self.findings);
                    let column = self.column(path);
                    *self.findings = before;
                    column.map(|column| column.dataset).or_else(|| self.scope.last().copied())
                }
            },
            ExpressionKind::Negative(inner) | ExpressionKind::Power(inner, _) => self.dataset_of(inner),
            ExpressionKind::Binary(_, left, right) => self.dataset_of(left).or_else(|| self.dataset_of(right)),
            ExpressionKind::Call(_, arguments, _) => arguments.iter().find_map(|argument| self.dataset_of(argument)),
            ExpressionKind::Literal(_) | ExpressionKind::Text(_) => None,
        }
    }

    /// Resolves a condition; `None` after a finding.
    pub fn condition(&mut self, condition: &Condition) -> Option<Test> {
        Some(match condition {
            Condition::And(a, b) => {
                let (a, b) = (self.condition(a), self.condition(b));
                Test::And(Box::new(a?), Box::new(b?))
            }
            Condition::Or(a, b) => {
                let (a, b) = (self.condition(a), self.condition(b));
                Test::Or(Box::new(a?), Box::new(b?))
            }
            Condition::Not(inner) => Test::Not(Box::new(self.condition(inner)?)),
            Condition::Compare(left, comparison, right) => {
                let (left, right) = (self.expression(left)?, self.expression(right)?);
                self.comparable(&left, &right)?;
                Test::Compare(left.node, comparison.clone(), right.node)
            }
            Condition::In(value, among) => {
                let value = self.expression(value)?;
                match among {
                    Among::List(list) => {
                        let list: Option<Vec<Bound>> = list.iter().map(|entry| self.expression(entry)).collect();
                        let list = list?;
                        for entry in &list {
                            self.comparable(&value, entry)?;
                        }
                        Test::InList(value.node, list.into_iter().map(|entry| entry.node).collect())
                    }
                    Among::Column(column) => {
                        let column = self.expression(column)?;
                        self.comparable(&value, &column)?;
                        let (Node::Column(known) | Node::Select(known, None)) = column.node else {
                            let path = Path { parts: Vec::new(), span: column.span };
                            let message = "expected a column or a list behind \"in\"".to_string();
                            self.missing(&path, message, Vec::new());
                            return None;
                        };
                        Test::InColumn(value.node, known)
                    }
                }
            }
        })
    }

    /// Both sides of a comparison must measure the same; text is compared with dates and with text.
    pub fn comparable(&mut self, left: &Bound, right: &Bound) -> Option<()> {
        let (a, b) = (&left.measure, &right.measure);
        let (text, date) = (Measure::named("text"), Measure::named("date"));
        let dated = (*a == text && *b == date) || (*a == date && *b == text);
        let zero = |bound: &Bound| {
            matches!(&bound.node, Node::Constant(amount) if amount.value.is_zero()) && bound.measure.is_bare()
        };
        let none = (zero(left) || zero(right)) && *a != text && *b != text;
        for (one, other) in [(left, right), (right, left)] {
            if let Node::Text(written) = &one.node
                && other.measure == date
                && !is_iso(written)
            {
                let message = format!("expected a date such as '2024-06-13', found '{written}'");
                let place = self.check.place(one.span);
                let finding = Finding::new(&CHECK_SYNTAX, message).at(&self.check.file, place, "here");
                self.findings.push(finding.about(&self.check.name));
                return None;
            }
        }
        if dated || none || a.added(b).is_some() {
            return Some(());
        }
        self.mixed(format!("{a} and {b} cannot be compared"), (left.span, a), (right.span, b));
        None
    }
}

/// True for a date, the beginning of one, or a time as ISO 8601 writes them: dates are compared as texts.
fn is_iso(text: &str) -> bool {
    let year = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[year..];
    year == 4
        && (rest.is_empty() || rest.starts_with('-'))
        && rest.chars().all(|c| c.is_ascii_digit() || "-:.TZ+".contains(c))
}

/// The known name that differs least from `name`, if it differs little.
fn nearest<'k>(name: &str, known: &'k [String]) -> Option<&'k str> {
    let limit = (name.chars().count() / 3).max(1);
    let distances = known.iter().map(|candidate| (crate::finding::distance(name, candidate), candidate.as_str()));
    distances.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}
