//! How fast the reader goes through 50 MB of report text, beside a bare scan for digits in the same run.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by a panic and may print its figures"
)]

use std::sync::LazyLock;

use crossfoot::normalize::quantity::{Options, Reader, Reading, Separators};
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const SIZE: usize = 50_000_000;

/// Sentences of our own, with a number each few words as reports have them; `#` is replaced by digits.
const SENTENCES: &[&str] = &[
    "2024年第三季度，该公司实现营业收入###.#亿元，同比增长##.#%，环比下降#.#个百分点。",
    "截至2024年6月底，全国共有###家企业发布了通用大模型，其中北京有##家，约占总数的三分之一。",
    "训练语料共计#.#万亿tokens，其中网页数据占##%，书籍与论文分别为###GB和##GB。",
    "本轮融资金额超过#亿美元，投后估值达到##亿美元，由多家机构共同投资，资金将用于研发和市场拓展。",
    "从行业分布来看，应用主要集中在金融、教育、医疗和政务领域，企业更加看重模型在真实业务中的表现与成本。",
    "相比之下，开源社区的贡献者数量增长更快，文档、工具链和部署方案也逐步完善，形成了良性循环。",
    "专家认为，算力供给、数据质量与人才储备是决定未来竞争格局的关键因素，监管框架也在不断完善之中。",
    "Revenue for the quarter rose ##% to $#.# billion, while operating costs fell to $### million from a year earlier.",
    "The data center draws about ## MW at peak and is cooled by water taken from the river that runs beside the site.",
    "Analysts expect the market to grow at a compound annual rate of ##.#% between 2024 and 2030, driven by demand from hospitals.",
    "Management noted that supply constraints eased over the summer and that customers renewed their contracts on similar terms.",
    "The committee reviewed the methodology and found that the results were consistent with those published by other institutions.",
    "Table #. Shipments by region\n  North        1,2##     3##.#     4#\n  South        ##,###    ##.##     -\n  Total        ##,###    ###.#     ##\n",
];

/// 50 MB of them, always the same.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let mut text = String::with_capacity(SIZE + 1000);
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    while text.len() < SIZE {
        let sentence = SENTENCES[(next() % SENTENCES.len() as u64) as usize];
        for c in sentence.chars() {
            match c {
                '#' => text.push(char::from(b'1' + (next() % 9) as u8)),
                c => text.push(c),
            }
        }
        text.push('\n');
    }
    text
});

#[divan::bench(sample_count = 5, sample_size = 1)]
fn quantities(bencher: divan::Bencher) {
    let text = TEXT.as_str();
    let reader = Reader::new(&Options {
        separators: Some(Separators::Point),
        currencies: vec!["USD".to_owned()],
        ..Options::default()
    });
    bencher.counter(BytesCount::of_str(text)).bench(|| {
        reader.read(divan::black_box(text)).filter(|reading| matches!(reading, Reading::Quantity(_))).count()
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn bare_digits(bencher: divan::Bencher) {
    let text = TEXT.as_str();
    let digits = regex::bytes::Regex::new("[0-9]+").expect("the pattern is a constant");
    bencher.counter(BytesCount::of_str(text)).bench(|| digits.find_iter(divan::black_box(text.as_bytes())).count());
}
