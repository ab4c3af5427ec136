//! Tables that go on over pages are one table; two tables on two pages are two.

use super::check;

const SHIPS: &str = "
Flag | 2021 | 2022 | 2023
Denmark | 120 | 125 | 131
Germany | 210 | 214 | 220
Norway | 98 | 102 | 110
Poland | 45 | 51 | 58
Sweden | 160 | 158 | 171
Total | 633 | 650 | 690
";

#[test]
fn header_is_repeated_and_furniture_stands_between() {
    check(
        "Annual review of the harbour office

Table 3. Ships by flag

Flag                 2021      2022      2023
Denmark               120       125       131
Germany               210       214       220
Norway                 98       102       110

                           14
\x0cAnnual review of the harbour office

Flag                 2021      2022      2023
Poland                 45        51        58
Sweden                160       158       171
Total                 633       650       690

Source: harbour office.

                           15
",
        SHIPS,
    );
}

#[test]
fn header_is_not_repeated() {
    check(
        "Annual review of the harbour office

Table 3. Ships by flag

Flag                 2021      2022      2023
Denmark               120       125       131
Germany               210       214       220
Norway                 98       102       110

                           14
\x0cAnnual review of the harbour office

Poland                 45        51        58
Sweden                160       158       171
Total                 633       650       690

                           15
",
        SHIPS,
    );
}

#[test]
fn only_the_total_stands_on_the_next_page() {
    check(
        "Ships by flag

Flag                 2021      2022      2023
Denmark               120       125       131
Germany               210       214       220
Norway                 98       102       110

                           14
\x0cTotal                428       441       461

Source: harbour office.
",
        "
Flag | 2021 | 2022 | 2023
Denmark | 120 | 125 | 131
Germany | 210 | 214 | 220
Norway | 98 | 102 | 110
Total | 428 | 441 | 461
",
    );
}

#[test]
fn caption_says_that_it_is_continued() {
    check(
        "Table 3. Ships by flag

Flag                 2021      2022      2023
Denmark               120       125       131
Germany               210       214       220
                                  (continued)
\x0cTable 3. Ships by flag (continued)

Flag                 2021      2022      2023
Poland                 45        51        58
Sweden                160       158       171
\x0cTable 4. Ships by size

Flag                 2021      2022      2023
Small                  45        51        58
Large                 160       158       171
",
        "
Flag | 2021 | 2022 | 2023
Denmark | 120 | 125 | 131
Germany | 210 | 214 | 220
Poland | 45 | 51 | 58
Sweden | 160 | 158 | 171

Flag | 2021 | 2022 | 2023
Small | 45 | 51 | 58
Large | 160 | 158 | 171
",
    );
}

#[test]
fn cells_of_text_go_on() {
    check(
        "Table 2. Duties

Office              Duty                              Deadline
Registrar           Keeps the list of members         Each month
Treasurer           Pays what is due and keeps        Each quarter
                    the books

                           7
\x0cSecretary           Writes the minutes                Each meeting
Auditor             Reads the books and reports       Each year
                    to the members

                           8
",
        "
Office | Duty | Deadline
Registrar | Keeps the list of members | Each month
Treasurer | Pays what is due and keeps the books | Each quarter
Secretary | Writes the minutes | Each meeting
Auditor | Reads the books and reports to the members | Each year
",
    );
}

#[test]
fn chinese_table_with_its_mark_and_unit_again() {
    check(
        "表5  分地区用电量
                                          单位：万千瓦时

地区            2022年      2023年     增长（%）
东区            12,345      13,579        10.0
西区             8,765       9,012         2.8

                    第 6 页
\x0c续表
                                          单位：万千瓦时

地区            2022年      2023年     增长（%）
南区             5,432       5,678         4.5
北区             4,321       4,456         3.1
合计            30,863      32,725         6.0

                    第 7 页
",
        "
地区 | 2022年 | 2023年 | 增长（%）
东区 | 12,345 | 13,579 | 10.0
西区 | 8,765 | 9,012 | 2.8
南区 | 5,432 | 5,678 | 4.5
北区 | 4,321 | 4,456 | 3.1
合计 | 30,863 | 32,725 | 6.0
",
    );
}

#[test]
fn chinese_table_without_its_header_again() {
    check(
        "某市统计年鉴

表 2-1   各区常住人口
区　县          2021年        2022年
东城区            70.8          70.4
西城区           110.4         110.0
                    — 21 —
\x0c某市统计年鉴

朝阳区           344.9         344.2
海淀区           313.0         312.4
                    — 22 —
",
        "
区　县 | 2021年 | 2022年
东城区 | 70.8 | 70.4
西城区 | 110.4 | 110.0
朝阳区 | 344.9 | 344.2
海淀区 | 313.0 | 312.4
",
    );
}

#[test]
fn another_heading_begins_another_table() {
    check(
        "Ships in the north harbour

Flag                 2021      2022      2023
Denmark               120       125       131
Germany               210       214       220

                           14
\x0cShips in the south harbour

Flag                 2021      2022      2023
Denmark                45        51        58
Germany               160       158       171

                           15
",
        "
Flag | 2021 | 2022 | 2023
Denmark | 120 | 125 | 131
Germany | 210 | 214 | 220

Flag | 2021 | 2022 | 2023
Denmark | 45 | 51 | 58
Germany | 160 | 158 | 171
",
    );
}

#[test]
fn a_source_line_ends_a_table() {
    check(
        "Ships by flag

Flag                 2021      2022      2023
Denmark               120       125       131
Germany               210       214       220
Source: harbour office.
\x0cFlag                 2021      2022      2023
Denmark                45        51        58
Germany               160       158       171
",
        "
Flag | 2021 | 2022 | 2023
Denmark | 120 | 125 | 131
Germany | 210 | 214 | 220

Flag | 2021 | 2022 | 2023
Denmark | 45 | 51 | 58
Germany | 160 | 158 | 171
",
    );
}

#[test]
fn a_repeated_header_above_one_row_of_text() {
    check(
        "Annual report

Table 7. Test vehicles

Specification       Model A             Model B
Engine              1.4 TSI petrol      2.0 TDI diesel
Transmission        6-speed manual      7-speed automatic
Body                Estate              Saloon

                           1
\x0cAnnual report

Specification       Model A             Model B
Drive               Front wheels        All wheels

                           2
",
        "
Specification | Model A | Model B
Engine | 1.4 TSI petrol | 2.0 TDI diesel
Transmission | 6-speed manual | 7-speed automatic
Body | Estate | Saloon
Drive | Front wheels | All wheels
",
    );
}

#[test]
fn left_and_right_pages_have_heads_of_their_own() {
    check(
        "14                  Annual review

Ships came from all countries around the sea, as in the year before that.
\x0cHarbour office                   15

The number of ships went up in each of the years that are shown below.
\x0c16                  Annual review

Flag                 2021      2022
Denmark               120       125
Germany               210       214
Norway                 98       102
\x0cHarbour office                   17

The rest of this report is about the fish that was landed in these years.
",
        "
Flag | 2021 | 2022
Denmark | 120 | 125
Germany | 210 | 214
Norway | 98 | 102
",
    );
}
