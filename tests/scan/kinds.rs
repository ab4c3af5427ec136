//! Kinds of tables that reports print: filings, balance sheets, statistics, lists; each test one of them.

use super::check;

#[test]
fn balance_sheet_with_notes_and_currency_columns() {
    check(
        "
Consolidated balance sheets
(In thousands, except per share data)

                                                            December 31,
                                               Notes        2023            2022
Assets
Current assets:
  Cash and cash equivalents                        4   $   12,345      $   10,987
  Trade receivables, net of allowance of
    $120 and $98                                   5        8,431           7,902
  Inventories                                      6        3,310           3,544
Total current assets                                       24,086          22,433
Property and equipment, net                      7,8       40,112          41,905
Goodwill                                                    5,000           5,000
Other assets                                                  (87)             12
Total assets                                           $   69,111      $   69,350
",
        "
 | Notes | December 31, | <
 | ^ | 2023 | 2022
Assets |  |  |
Current assets: |  |  |
Cash and cash equivalents | 4 | $   12,345 | $   10,987
Trade receivables, net of allowance of $120 and $98 | 5 | 8,431 | 7,902
Inventories | 6 | 3,310 | 3,544
Total current assets |  | 24,086 | 22,433
Property and equipment, net | 7,8 | 40,112 | 41,905
Goodwill |  | 5,000 | 5,000
Other assets |  | (87) | 12
Total assets |  | $   69,111 | $   69,350
",
    );
}

#[test]
fn filing_with_currency_marks_and_losses_in_brackets() {
    check(
        "
Item 6. Selected financial data

                                            Year ended June 30,
                              2023        2022        2021        2020        2019
Net sales                   $ 1,204.5   $ 1,150.2   $ 1,098.7   $   987.6   $   950.1
Gross profit                    402.1       388.0       350.4       301.2       298.8
Net income (loss)                45.6        (3.2)       12.9       (14.0)        8.7
Per share:
  Basic                     $    1.23   $   (0.09)  $    0.35   $   (0.38)  $    0.24
  Diluted                        1.20       (0.09)       0.34       (0.38)       0.23
Margin                           33.4%       33.7%       31.9%       30.5%       31.5%
",
        "
 | Year ended June 30, | < | < | < | <
 | 2023 | 2022 | 2021 | 2020 | 2019
Net sales | $ 1,204.5 | $ 1,150.2 | $ 1,098.7 | $   987.6 | $   950.1
Gross profit | 402.1 | 388.0 | 350.4 | 301.2 | 298.8
Net income (loss) | 45.6 | (3.2) | 12.9 | (14.0) | 8.7
Per share: |  |  |  |  |
Basic | $    1.23 | $   (0.09) | $    0.35 | $   (0.38) | $    0.24
Diluted | 1.20 | (0.09) | 0.34 | (0.38) | 0.23
Margin | 33.4% | 33.7% | 31.9% | 30.5% | 31.5%
",
    );
}

#[test]
fn three_columns_under_each_year_with_rules_and_groups() {
    check(
        "
Table 7. Employment by industry and sex, 2020 to 2022
[Numbers in thousands]

                                 2020                    2021                    2022
                         ---------------------   ---------------------   ---------------------
Industry                   Total   Men   Women     Total   Men   Women     Total   Men   Women

Goods-producing
  Mining                     600   520      80       590   510      80       610   525      85
  Construction             7,200 6,400     800     7,400 6,500     900     7,700 6,750     950
  Manufacturing           12,100 8,600   3,500    12,300 8,700   3,600    12,800 9,000   3,800
Service-providing
  Retail trade            14,800 7,500   7,300    15,200 7,700   7,500    15,400 7,750   7,650
  Education (1)           13,600 4,000   9,600    13,700 4,050   9,650    13,900 4,100   9,800
(1) Public and private.
",
        "
Industry | 2020 | < | < | 2021 | < | < | 2022 | < | <
^ | Total | Men | Women | Total | Men | Women | Total | Men | Women
Goods-producing |  |  |  |  |  |  |  |  |
Mining | 600 | 520 | 80 | 590 | 510 | 80 | 610 | 525 | 85
Construction | 7,200 | 6,400 | 800 | 7,400 | 6,500 | 900 | 7,700 | 6,750 | 950
Manufacturing | 12,100 | 8,600 | 3,500 | 12,300 | 8,700 | 3,600 | 12,800 | 9,000 | 3,800
Service-providing |  |  |  |  |  |  |  |  |
Retail trade | 14,800 | 7,500 | 7,300 | 15,200 | 7,700 | 7,500 | 15,400 | 7,750 | 7,650
Education (1) | 13,600 | 4,000 | 9,600 | 13,700 | 4,050 | 9,650 | 13,900 | 4,100 | 9,800
",
    );
}

#[test]
fn names_of_four_lines_over_three_rows() {
    check(
        "
Table 2. Wages

                  Average        Average       Change
                   hourly         weekly      from the
                  earnings       earnings     year before
Occupation         (USD)          (USD)         (%)
Cook               15.20           480.10         3.1
Nurse              38.90         1,410.00         2.4
Welder             22.35           894.00        -0.2
",
        "
Occupation | Average hourly earnings (USD) | Average weekly earnings (USD) | Change from the year before (%)
Cook | 15.20 | 480.10 | 3.1
Nurse | 38.90 | 1,410.00 | 2.4
Welder | 22.35 | 894.00 | -0.2
",
    );
}

#[test]
fn years_beside_another_label() {
    check(
        "
                      Maturities                                     Covenants

            Year        Bonds       Loans              Ratio            Limit     Actual
            2024          100          20              Leverage          3.50       2.10
            2025          150          25              Interest          4.00       7.75
            2026            -          30              Liquidity         1.00       1.42
",
        "
Year | Bonds | Loans | Ratio | Limit | Actual
2024 | 100 | 20 | Leverage | 3.50 | 2.10
2025 | 150 | 25 | Interest | 4.00 | 7.75
2026 | - | 30 | Liquidity | 1.00 | 1.42
",
    );
}

#[test]
fn dates_as_labels_and_words_between() {
    check(
        "
Meeting dates and results

Date          Place                    Chair          Votes for   Against
31 Mar 2023   Geneva                   A. Keller             12         3
30 Jun 2023   Vienna (by telephone)    B. Ortiz              14         1
29 Sep 2023   Geneva                   A. Keller              9         6
15 Dec 2023   Oslo                     C. Lindqvist          15         0
",
        "
Date | Place | Chair | Votes for | Against
31 Mar 2023 | Geneva | A. Keller | 12 | 3
30 Jun 2023 | Vienna (by telephone) | B. Ortiz | 14 | 1
29 Sep 2023 | Geneva | A. Keller | 9 | 6
15 Dec 2023 | Oslo | C. Lindqvist | 15 | 0
",
    );
}

#[test]
fn dates_in_the_header() {
    check(
        "
Quarter ended            31 Mar 2023   30 Jun 2023   30 Sep 2023   31 Dec 2023
Orders received                1,210         1,305         1,187         1,422
Orders shipped                 1,150         1,298         1,240         1,399
Backlog                          310           317           264           287
",
        "
Quarter ended | 31 Mar 2023 | 30 Jun 2023 | 30 Sep 2023 | 31 Dec 2023
Orders received | 1,210 | 1,305 | 1,187 | 1,422
Orders shipped | 1,150 | 1,298 | 1,240 | 1,399
Backlog | 310 | 317 | 264 | 287
",
    );
}

#[test]
fn columns_one_space_apart_without_any_gap() {
    check(
        "
State Pop. Area Density
Avalon 1,204 88 13.7
Borduria 9,870 1,420 7.0
Cascadia 15,410 3,310 4.7
Total 26,484 4,818 5.5
",
        "
State | Pop. | Area | Density
Avalon | 1,204 | 88 | 13.7
Borduria | 9,870 | 1,420 | 7.0
Cascadia | 15,410 | 3,310 | 4.7
Total | 26,484 | 4,818 | 5.5
",
    );
}

#[test]
fn footnote_marks_behind_numbers() {
    check(
        "
Table 12. Deaths per 1,000 births, by region

Region                     1990      2000      2010      2020
Africa                    101.2*     88.4      71.0†     55.3
Americas                   30.1      22.8*     17.5      12.6 (b)
Asia                       64.0 (a)  52.1      38.8      27.9
Europe                     12.4       8.1       5.5       4.0
* Provisional.
† Revised.
",
        "
Region | 1990 | 2000 | 2010 | 2020
Africa | 101.2* | 88.4 | 71.0† | 55.3
Americas | 30.1 | 22.8* | 17.5 | 12.6 (b)
Asia | 64.0 (a) | 52.1 | 38.8 | 27.9
Europe | 12.4 | 8.1 | 5.5 | 4.0
",
    );
}

#[test]
fn labels_aligned_on_the_right() {
    check(
        "
                                        Name of director      Shares held      Per cent
                                            John A. Smith          120,400          1.20
                                       Maria del Carmen Ruiz        98,000          0.98
                                                Wu Li               15,250          0.15
                                    All directors (3 persons)      233,650          2.33
",
        "
Name of director | Shares held | Per cent
John A. Smith | 120,400 | 1.20
Maria del Carmen Ruiz | 98,000 | 0.98
Wu Li | 15,250 | 0.15
All directors (3 persons) | 233,650 | 2.33
",
    );
}

#[test]
fn permits_with_wrapped_cells_below_a_number_and_a_title() {
    check(
        "
Exhibit 4
Requirements by type of permit

Permit            Who must apply            Fee          Documents
Building          Owners of land in the     $120         Plan of the site
                  district                               Proof of ownership
Sign              Shops and restaurants     $35          Drawing of the sign
Event             Anyone who closes a       None         Letter to the
                  street                                 neighbours
",
        "
Permit | Who must apply | Fee | Documents
Building | Owners of land in the district | $120 | Plan of the site Proof of ownership
Sign | Shops and restaurants | $35 | Drawing of the sign
Event | Anyone who closes a street | None | Letter to the neighbours
",
    );
}

#[test]
fn rules_of_dashes_and_equals_signs() {
    check(
        "
Schedule of segment results

                             North        South
                            America      America       Europe        Asia         Total
                           ---------    ---------    ---------    ---------    ---------
Revenue                    $   1,000    $     250    $     700    $     300    $   2,250
Operating income (loss)          120          (15)          80           40          225
Depreciation                      60           20           45           20          145
                           =========    =========    =========    =========    =========
Total assets               $   3,400    $     900    $   2,100    $   1,050    $   7,450
",
        "
 | North America | South America | Europe | Asia | Total
Revenue | $   1,000 | $     250 | $     700 | $     300 | $   2,250
Operating income (loss) | 120 | (15) | 80 | 40 | 225
Depreciation | 60 | 20 | 45 | 20 | 145
Total assets | $   3,400 | $     900 | $   2,100 | $   1,050 | $   7,450
",
    );
}
