//! The language of checks as a tree, every node with its bytes in the check's text.

use std::sync::Arc;

use super::function::Function;
use super::literal::Literal;
use crate::source::Span;

/// One check, as written.
#[derive(Clone, Debug)]
pub struct Statement {
    /// `each DATASET by COLUMN:`, where it is given.
    pub each: Option<Each>,
    /// What must hold.
    pub relation: Relation,
}

/// For what rows a relation must hold.
#[derive(Clone, Debug)]
pub struct Each {
    /// The dataset: one part, or two for `series.NAME`.
    pub dataset: Path,
    /// The columns whose equal values make a group; empty for row by row.
    pub by: Vec<Path>,
    /// Only rows for which this holds.
    pub filter: Option<Condition>,
}

/// A name with points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// `stated.us_share` has two.
    pub parts: Vec<Arc<str>>,
    /// Its bytes.
    pub span: Span,
}

impl Path {
    /// As written.
    pub fn text(&self) -> String {
        self.parts.join(".")
    }
}

/// What must hold.
#[derive(Clone, Debug)]
pub enum Relation {
    /// Two sides and how they compare.
    Compare {
        /// The left side.
        left: Expression,
        /// How they compare.
        operator: Comparison,
        /// The right side.
        right: Expression,
    },
    /// The values of a column stand in an order.
    Sorted {
        /// The column.
        column: Expression,
        /// True for `desc`.
        order: Order,
    },
    /// No two rows have the same values.
    Distinct(Vec<Expression>),
    /// Every value of a column stands in another.
    Member {
        /// The column whose values are looked up.
        column: Expression,
        /// The column, or the list, that must have them.
        among: Among,
    },
    /// No value is null.
    Complete(Vec<Expression>),
    /// A ready-made relation: `totals(table.amount, table.item)`.
    Ready(&'static Function, Vec<Expression>),
}

/// How the rows of a column follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `sorted asc`
    Ascending,
    /// `sorted desc`
    Descending,
}

/// How two sides compare.
#[derive(Clone, Debug)]
pub enum Comparison {
    /// `==`: the extents meet.
    Equal,
    /// `~ x within 5%`: within a share of the right side.
    WithinShare(Literal),
    /// `~ x within 0.5 GB`, with the bytes of the tolerance.
    Within(Literal, Span),
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `!=`, only in conditions.
    Different,
}

impl Comparison {
    /// True if it holds for two values that stand in this order.
    pub fn holds(&self, order: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Equal | Comparison::Within(..) | Comparison::WithinShare(_) => order.is_eq(),
            Comparison::Different => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// A value.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Its bytes.
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// A number.
    Literal(Literal),
    /// A text in quotes.
    Text(Arc<str>),
    /// A column or figure, perhaps only where a condition holds.
    Path(Path, Option<Box<Condition>>),
    /// `-x`
    Negative(Box<Expression>),
    /// `a + b` and the other operations of two.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// `x ^ 2`
    Power(Box<Expression>, u32),
    /// `sum(x where c)`
    Call(&'static Function, Vec<Expression>, Option<Box<Condition>>),
}

/// The operations of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `mod`
    Modulo,
}

/// A condition on a row.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Both hold.
    And(Box<Condition>, Box<Condition>),
    /// One holds.
    Or(Box<Condition>, Box<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A comparison of printed values.
    Compare(Expression, Comparison, Expression),
    /// The value stands in a list or in a column.
    In(Expression, Among),
}

/// Where values are looked up.
#[derive(Clone, Debug)]
pub enum Among {
    /// `['a', 'b']`
    List(Vec<Expression>),
    /// Another column.
    Column(Expression),
}
