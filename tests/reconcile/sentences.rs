//! Sentences that state a relation, with its verdict, and sentences that state none: false relations are worse than
//! missed ones.

use crate::audits::found;

/// A sentence and the relation that it states.
const STATED: &[(&str, &str)] = &[
    ("全市共有企业320家，其中国有企业120家，民营企业200家。", "exact: 120家 + 200家 = 320家"),
    ("全年签约项目86个，其中工业项目41个，服务业项目32个。", "exact: 41个 + 32个 ≤ 86个"),
    ("全年签约项目86个，其中工业项目51个，服务业项目42个。", "inconsistent: 51个 + 42个 ≤ 86个"),
    ("公司拥有专利450项，其中发明专利180项，占比40%。", "exact: 180项 / 450项 = 40%"),
    ("公司拥有专利450项，其中发明专利180项，占比45%。", "inconsistent: 180项 / 450项 = 45%"),
    ("公司拥有专利450项，其中发明专利180项，占40%。", "exact: 180项 / 450项 = 40%"),
    ("总投资35.6亿元，分为土建12.1亿元和设备23.5亿元。", "exact: 12.1亿元 + 23.5亿元 = 35.6亿元"),
    ("甲市产量为48万吨，乙市产量为30万吨，甲市是乙市的1.6倍。", "exact: 48万吨 / 30万吨 = 1.6倍"),
    ("甲市产量为48.2万吨，乙市产量为30.1万吨，甲市是乙市的1.9倍。", "inconsistent: 48.2万吨 / 30.1万吨 = 1.9倍"),
    ("营业收入由2.40亿元增至3.00亿元，增长25%。", "exact: 2.40亿元 → 3.00亿元 = +25%"),
    ("营业收入由2.40亿元增至3.00亿元，增长21%。", "inconsistent: 2.40亿元 → 3.00亿元 = +21%"),
    ("2023年实现收入5.61亿元，2022年为5.01亿元，同比增长12%。", "consistent: 5.01亿元 → 5.61亿元 = +12%"),
    ("今年实现收入5.61亿元，去年同期为5.01亿元，同比增长19%。", "inconsistent: 5.01亿元 → 5.61亿元 = +19%"),
    ("实现收入5.61亿元，上年同期5.01亿元，同比增长12%。", "consistent: 5.01亿元 → 5.61亿元 = +12%"),
    ("失业率从5.6%下降到5.1%，下降0.5个百分点。", "exact: 5.6% → 5.1% = -0.5个百分点"),
    ("毛利率由32.5%提高到35.1%，提高3.6个百分点。", "inconsistent: 32.5% → 35.1% = +3.6个百分点"),
    ("甲、乙、丙三家份额分别为40%、35%和25%，合计100%。", "exact: 40% + 35% + 25% = 100%"),
    ("线上渠道占62%，线下渠道占30%，其他渠道占9%。", "consistent: 62% + 30% + 9% = 100%"),
    ("线上渠道占62.4%，线下渠道占30.2%，其他渠道占9.9%。", "inconsistent: 62.4% + 30.2% + 9.9% = 100%"),
    ("美国占比4.42%，中国占比36.1%，其他占比19.7%。", "inconsistent: 4.42% + 36.1% + 19.7% = 100%"),
    ("按渠道看，线上占62.4%，线下占302%，其余渠道占7.4%。", "inconsistent: 62.4% + 302% + 7.4% = 100%"),
    ("按地区分，东部占45.1%，中部占35.2%，西部占19.7%。", "exact: 45.1% + 35.2% + 19.7% = 100%"),
    ("2023年，按地区分，东部占45.1%，中部占35.2%，西部占25.7%。", "inconsistent: 45.1% + 35.2% + 25.7% ≤ 100%"),
    ("By region, the east accounted for 45.1% and the west for 35.2%.", "exact: 45.1% + 35.2% ≤ 100%"),
    ("男性占45.5%，女性占5.45%，二者合计100%。", "inconsistent: 45.5% + 5.45% = 100%"),
    ("甲、乙两家份额分别为4.4%和35.6%，其余占20.1%。", "inconsistent: 4.4% + 35.6% + 20.1% = 100%"),
    ("Retail made up 4.52%, wholesale 30.1% and the rest 24.7%.", "inconsistent: 4.52% + 30.1% + 24.7% = 100%"),
    (
        "North accounted for 45.2%, South for 3.01% and the remaining regions for 24.7%.",
        "inconsistent: 45.2% + 3.01% + 24.7% = 100%",
    ),
    (
        "Revenue was 1,255 million, of which services 705 million and products 550 million.",
        "exact: 705 million + 550 million = 1,255 million",
    ),
    (
        "Revenue was 1,255 million, of which services 705 million and products 650 million.",
        "inconsistent: 705 million + 650 million ≤ 1,255 million",
    ),
    ("Total 100: A 40, B 35, C 25", "exact: 40 + 35 + 25 = 100"),
    ("Total 100: A 40, B 35, C 45", "inconsistent: 40 + 35 + 45 = 100"),
    ("Total: 100 (A 40, B 35, C 46)", "inconsistent: 40 + 35 + 46 = 100"),
    (
        "A total of 45 projects were approved: 20 in health, 15 in transport and 12 in energy.",
        "inconsistent: 20 + 15 + 12 = 45",
    ),
    (
        "The firm has 1,250 people: 705 in research, 300 in sales and 245 in offices.",
        "exact: 705 + 300 + 245 = 1,250 people",
    ),
    ("The 152 respondents comprised 81 women and 75 men.", "inconsistent: 81 + 75 = 152"),
    ("There are 1,205 people, of whom 700 engineers and 505 managers.", "exact: 700 + 505 = 1,205 people"),
    (
        "Net income of 41 million consists of 25 million from lending, 11 million from fees and 5 million from trading.",
        "exact: 25 million + 11 million + 5 million = 41 million",
    ),
    ("共有企业122家（国企39家、民企85家）。", "inconsistent: 39家 + 85家 = 122家"),
    ("35.9亿元总投资由土建12.1亿元、设备23.4亿元构成。", "inconsistent: 12.1亿元 + 23.4亿元 = 35.9亿元"),
    (
        "营业总收入1,520.3亿元，其中主营业务收入1,420.1亿元，其他业务收入90.2亿元。",
        "inconsistent: 1,420.1亿元 + 90.2亿元 = 1,520.3亿元",
    ),
    ("全省企业3215家。其中：国有企业400家，民营企业2300家，外资企业515家。", "exact: 400家 + 2300家 + 515家 = 3215家"),
    ("The agency approved 45 projects. Of these, 27 are in health and 25 in transport.", "inconsistent: 27 + 25 ≤ 45"),
    ("企业3215家，新增300家，其中大型1500家，小型1715家。", "exact: 1500家 + 1715家 = 3215家"),
    (
        "Revenue of 95 million comprises:\n- services 51 million\n- products 40 million\n",
        "inconsistent: 51 million + 40 million = 95 million",
    ),
    (
        "全年收入95亿元，由以下部分构成：\n（1）服务收入51亿元；\n（2）产品收入44亿元。\n",
        "exact: 51亿元 + 44亿元 = 95亿元",
    ),
    ("They run 92 shops, including:\n• 41 shops in Rome\n• 70 shops in Milan\n", "inconsistent: 41 + 70 ≤ 92"),
    ("线上渠道占62.4%，线下渠道占30.2%，其他渠道占74%。", "inconsistent: 62.4% + 30.2% + 74% = 100%"),
    ("从用途看，住宅占52%，办公楼占3%，其他用房占12%。", "inconsistent: 52% + 3% + 12% = 100%"),
    ("Europe accounted for 45%, Asia for 30% and other regions for 52%.", "inconsistent: 45% + 30% + 52% = 100%"),
    ("按用途，住宅占52%，其他用房占48%；按地区，东部占55%，其他地区占65%。", "inconsistent: 55% + 65% = 100%"),
    ("122 of the 254 firms (58%) are in Beijing.", "inconsistent: 122 / 254 firms = 58%"),
    ("Of the 254 firms, 122 are in Beijing, accounting for 48%.", "consistent: 122 / 254 firms = 48%"),
    ("254家企业中，有122家位于北京，占58%。", "inconsistent: 122家 / 254家企业 = 58%"),
    ("全国共有254家企业，北京122家，占全国的48%。", "consistent: 122家 / 254家企业 = 48%"),
    ("进口152.3亿元，出口140.2亿元，合计293.5亿元。", "inconsistent: 152.3亿元 + 140.2亿元 = 293.5亿元"),
    (
        "Imports were 152.3 million and exports 140.2 million, totalling 292.5 million.",
        "exact: 152.3 million + 140.2 million = 292.5 million",
    ),
    (
        "年初余额12.5亿元，本年增加3.2亿元，本年减少1.1亿元，年末余额15.6亿元。",
        "inconsistent: 12.5亿元 + 3.2亿元 - 1.1亿元 = 15.6亿元",
    ),
    (
        "Opening balance of 120, additions of 35, disposals of 12 and a closing balance of 143.",
        "exact: 120 + 35 - 12 = 143",
    ),
    ("5个项目总投资12.5亿元，平均每个项目3.5亿元。", "inconsistent: 12.5亿元 / 5个项目 = 3.5亿元"),
    ("The 50 stores sold 125 million, an average of 2.5 million per store.", "exact: 125 million / 50 = 2.5 million"),
    ("2023年研发投入为5.20亿元，较2022年的4.10亿元增长16.8%。", "inconsistent: 4.10亿元 → 5.20亿元 = +16.8%"),
    ("年末员工1351人，比上年末的1204人增加156人。", "inconsistent: 1204人 → 1351人 = +156人"),
    ("The number of stores rose from 1,204 to 1,351, an increase of 147.", "exact: 1,204 → 1,351 = +147"),
    ("Headcount grew from 1,204 to 1,350, or 21.1%.", "inconsistent: 1,204 → 1,350 = +21.1%"),
    (
        "Net profit was USD 45.2 million, compared with USD 40.1 million in the previous year, an increase of 18.7%.",
        "inconsistent: USD 40.1 million → USD 45.2 million = +18.7%",
    ),
    (
        "The margin improved by 3.1 percentage points to 14.3% from 12.2%.",
        "inconsistent: 12.2% → 14.3% = +3.1 percentage points",
    ),
    ("2022年甲占30%，乙占70%；2023年甲占40%，其余占60%。", "exact: 40% + 60% = 100%"),
    ("公司拥有专利450项，其中发明专利180项，占总数的45%。", "inconsistent: 180项 / 450项 = 45%"),
    ("全年总投资450.5亿元，其中设备投资180.2亿元，占总投资的45%。", "inconsistent: 180.2亿元 / 450.5亿元 = 45%"),
    (
        "The firm has 1,250 people, of whom 480 people in research and 770 people in sales.",
        "exact: 480 people + 770 people = 1,250 people",
    ),
    (
        "Sales were 12.1 million USD, up 31% from 10.1 million USD a year earlier.",
        "inconsistent: 10.1 million USD → 12.1 million USD = +31%",
    ),
    (
        "Prices rose from 3.2 USD in 2020 to 4.8 USD in 2023, an increase of 60%.",
        "inconsistent: 3.2 USD → 4.8 USD = +60%",
    ),
    ("入选企业共三家：甲公司、乙公司和丙公司。", "exact: 甲公司、乙公司、丙公司 are 三家"),
    ("根据以下三个步骤：准备、执行。然后结束。", "inconsistent: 准备、执行 are 三个"),
    ("入选企业共四家：甲公司、乙公司和丙公司。", "inconsistent: 甲公司、乙公司、丙公司 are 四家"),
    ("The group has 240 stores, of which 90 stores in Asia and 150 stores in Europe.", "exact: 90 + 150 = 240"),
    (
        "The group has 241 stores, comprising 92 stores in Asia and 159 stores in Europe.",
        "inconsistent: 92 + 159 = 241",
    ),
    (
        "Revenue was up 12 % to 5.6 million USD from 5.0 million USD.",
        "exact: 5.0 million USD → 5.6 million USD = +12 %",
    ),
    (
        "Revenue was up 22 % to 5.6 million USD from 5.0 million USD.",
        "inconsistent: 5.0 million USD → 5.6 million USD = +22 %",
    ),
    (
        "Revenue rose from 5.0 million USD to 5.6 million USD, an increase of 12%.",
        "exact: 5.0 million USD → 5.6 million USD = +12%",
    ),
    (
        "Revenue rose 22% from 5.0 million USD to 5.6 million USD.",
        "inconsistent: 5.0 million USD → 5.6 million USD = +22%",
    ),
    (
        "Net debt fell by 10% to 45.0 million EUR from 50.0 million EUR.",
        "exact: 50.0 million EUR → 45.0 million EUR = -10%",
    ),
    ("The shares of X, Y and Z were 40%, 35% and 25%, together 100%.", "exact: 40% + 35% + 25% = 100%"),
    ("Retail made up 45.2%, wholesale 30.1% and the rest 28.4%.", "inconsistent: 45.2% + 30.1% + 28.4% = 100%"),
    ("Three companies took part: Alpha, Beta and Gamma.", "exact: Alpha, Beta, Gamma are Three companies"),
    (
        "The panel covers four countries: France, Spain and Italy.",
        "inconsistent: France, Spain, Italy are four countries",
    ),
    (
        "Spain sold 48 tonnes and Italy sold 30 tonnes, so Spain was 1.6 times Italy.",
        "exact: 48 tonnes / 30 tonnes = 1.6 times",
    ),
];

/// Sentences whose numbers state nothing about each other, however well some fit.
const SILENT: &[&str] = &[
    "从人员结构看，女性占60.5%，本科以上占70.5%。",
    "By 2030, Europe will account for 45.5% and Asia for 70.5%.",
    "按地区分，东部增长45.1%，中部增长35.2%，西部增长25.7%。",
    "甲公司有120家门店，乙公司有200家门店，丙公司有320家门店。",
    "2023年收入5.6亿元，利润1.2亿元，增长12%。",
    "2023年收入5.6亿元，2022年利润5.0亿元，同比增长30%。",
    "甲省增长12%，乙省增长30%，其他省份增长8%。",
    "其中，2022年为35家，2023年为40家。",
    "甲市产量48万吨，乙市产量30万吨，全国平均增长1.6倍。",
    "份额为40%，满意度为35%，覆盖率为25%。",
    "包括1号楼、2号楼和3号楼，共投资5亿元。",
    "收入从5.0亿元增长到5.6亿元，利润增长30%。",
    "根据以下三个步骤：准备、执行等。然后结束。",
    "会议讨论了三个问题：一是如何提高效率，二是如何降低成本。",
    "其他企业占20%。",
    "同比增长12%，环比增长3%，其余持平。",
    "研发投入占营业收入的比重为12%，销售费用占8%，管理费用占5%，其他费用占3%。",
    "气温从12℃上升到15℃，湿度上升30%。",
    "今年收入5.6亿元，去年同期利润5.0亿元，同比增长30%。",
    "第一季度完成30%，第二季度完成45%，其他指标完成60%。",
    "本科及以上学历占60%，男性占55%，其他占10%的地区另计。",
    "服务器从3家供应商采购，到2025年增长到5家，成本下降20%。",
    "Sales grew 12% and costs grew 35%, while other income rose 25%.",
    "Revenue was 5.6 million USD, up 12%, from 50 countries.",
    "Revenue rose from 5.0 million USD to 5.6 million USD, while profit rose 40%.",
    "It has two parts: see pages 3, 4 and 5.",
    "Three reasons: cost, which fell, and speed.",
    "Alpha, Beta and Gamma have 3, 4 and 5 offices.",
    "The two companies, Alpha, Beta and Gamma among their owners, merged.",
    "Margins were 40%, 35% and 25% in the three years.",
    "In 2022 and 2023 the firm sold 48 tonnes and 30 tonnes, 1.6 times the budget.",
    "The price rose from 3 USD in May to 5 USD, and volume grew 12%.",
    "Of the 45% who answered, 30% agreed and others did not.",
    "Response rates: men 62%, women 58%, others 41%.",
    "销售费用占比8%，管理费用占比5%，其他费用占比3%。",
    "甲占30%，其中线上占60%，其余占40%。",
    "甲的毛利率为30%，乙占20%，其余占5%。",
    "去年甲占30%，今年甲占35%，其余占65%。",
    "Alpha accounted for 12% of sales, Beta for 8% of profit and the rest 5% of staff.",
    "The margin was 12%, tax made up 8% and the rest 5%.",
    "In the north 62% voted, in the south 58%, and the rest 41%.",
    "前五大客户销售金额12.5亿元，占年度销售总额的35.1%；其中关联方销售额0.8亿元，占年度销售总额的2.2%。",
    "甲公司研发人员占比45%，乙公司研发人员占比38%，其他公司平均占比20%。",
    "The top five paid 12.5 million USD, of which 0.8 million USD (2.2% of annual sales) by the parent.",
    "Sales were 12.1 million USD, up 31% from 50 countries.",
    "The plan covers 2,500 homes: 40 kitchens, 60 baths and 3,000 windows.",
    "It runs 40 sites, including 12 shops and 300 employees.",
    "Exports totalled 152 billion and imports 140 billion: a surplus of 12 billion and a ratio of 1.1.",
    "Sales were 120 million (previous year 100 million, plan 110 million).",
    "In 2023 there were 12 deals: 3 in 2021 and 14 in 2022.",
    "A total of 45 projects were approved, e.g. 20 in health and 35 in transport.",
    "公共服务支出12亿元：教育9亿元，卫生5亿元。",
    "全省企业3200家，民营企业1200家。其中：大型500家，中型900家。",
    "共有学生1200人，教师80人，其中男生650人，女生550人，男教师30人，女教师51人。",
    "Revenue of 95 million developed as follows:\n- services grew by 50 million\n- products fell by 40 million\n",
    "Revenue of 95 million comprises:\n- 2022: 50 million\n- 2023: 40 million\n",
    "We made 3 decisions, as follows:\n1. Hire 2 people\n2. Sell 5 cars\n",
    "受访者选择的原因（多选）：价格占62%，质量占58%，其他原因占33%。",
    "Multiple answers were possible. Price 62%, quality 58%, others 33%.",
    "毛利率：甲产品45%，乙产品38%，其他产品22%。",
    "就业率方面，本科生占85%，硕士生占92%，其他占70%。",
    "研发费用占8%，管理费用占5%，其他费用占3%。",
    "Of the 254 firms, 122 are in Beijing, where the unemployment rate (5.8%) is low.",
    "122 of the 254 firms raised prices (5% on average).",
    "254家企业中，有122家提高了工资，工资占成本58%。",
    "北京5家。上海3家，广东2家，合计10家。",
    "甲公司收入5亿元，乙公司收入3亿元等，合计12亿元。",
    "年初共有员工1200人，年末共有员工1350人。",
    "5个项目总投资12.5亿元，其中2个项目投资5亿元，平均每个项目2亿元。",
    "The 50 stores sold 125 million, an average of 3.5 visits per customer.",
    "2023年营业收入5.2亿元，较2021年的4.1亿元增长显著，净利润增长16.8%。",
    "Revenue was 45.2 million, compared with a budget of 40.1 million, an increase of 2% on the year.",
    "产量由2010年的100万吨增加到2020年的150万吨，年均增长4.1%。",
    "Up to 12% of staff moved to 5 sites from 7 sites.",
];

#[test]
fn sentences_that_state_a_relation_give_it_with_its_verdict() {
    let missed: Vec<String> = STATED
        .iter()
        .filter(|(sentence, relation)| !found(sentence).iter().any(|known| known == relation))
        .map(|(sentence, relation)| format!("{sentence}\n    expected {relation}\n    found {:?}", found(sentence)))
        .collect();
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), STATED.len(), missed.join("\n"));
}

#[test]
fn sentences_that_state_none_give_none() {
    let false_ones: Vec<String> = SILENT
        .iter()
        .filter(|sentence| !found(sentence).is_empty())
        .map(|sentence| format!("{sentence}\n    found {:?}", found(sentence)))
        .collect();
    assert!(false_ones.is_empty(), "{} of {}:\n{}", false_ones.len(), SILENT.len(), false_ones.join("\n"));
}
