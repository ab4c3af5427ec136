//! Cells over several lines: which of them are one row.

use super::check;

#[test]
fn a_label_whose_next_word_had_no_room_goes_on() {
    check(
        "
Table 2. Practices in place

Agency                   Plans    Audits
Agriculture                 12        10
Health and Human            31        27
Services
Veterans Affairs             9         8
Labor                        4         4
",
        "
Agency | Plans | Audits
Agriculture | 12 | 10
Health and Human Services | 31 | 27
Veterans Affairs | 9 | 8
Labor | 4 | 4
",
    );
}

#[test]
fn a_label_whose_first_word_had_room_above_heads_rows() {
    check(
        "
Table 2. Practices in place

Agency                   Plans    Audits
Agriculture                 12        10
Health and Human            31        27
Independent
Veterans Affairs             9         8
Labor                        4         4
Other
Museums and Libraries        1         1
",
        "
Agency | Plans | Audits
Agriculture | 12 | 10
Health and Human | 31 | 27
Independent |  |
Veterans Affairs | 9 | 8
Labor | 4 | 4
Other |  |
Museums and Libraries | 1 | 1
",
    );
}

#[test]
fn a_label_that_begins_like_a_note_goes_on() {
    check(
        "
Table 7. Progress

Indicator                              Baseline     Target
Households with access to an improved      57.9       76.6
source of drinking water
Births attended by trained personnel       13.8       44.4
Children who sleep under a net             40.0       60.5
",
        "
Indicator | Baseline | Target
Households with access to an improved source of drinking water | 57.9 | 76.6
Births attended by trained personnel | 13.8 | 44.4
Children who sleep under a net | 40.0 | 60.5
",
    );
}

#[test]
fn a_bracket_below_a_label_goes_on_with_it() {
    check(
        "
Table 3. Findings

Article      Requirement                       Evidence
Art. 5       A weighbridge shall be in place   Certificate no. 2231
Art. 7(2)    Leachate shall be sampled at      Reports from 2010 to 2012, with
(b)          each discharge point              two samples missing
Art. 9       A closure plan shall exist        Not yet submitted
",
        "
Article | Requirement | Evidence
Art. 5 | A weighbridge shall be in place | Certificate no. 2231
Art. 7(2) (b) | Leachate shall be sampled at each discharge point | Reports from 2010 to 2012, with two samples missing
Art. 9 | A closure plan shall exist | Not yet submitted
",
    );
}

#[test]
fn cells_in_the_middle_of_their_height_are_one_row() {
    check(
        "
Table 4. Members

Name               Position   Organization              Term expires
Margaret L.
                   Chair      University of Vermont     June 2014
Hughes
                   Vice
David A. Ortega               Sandia Laboratories       June 2015
                   Chair
                                                        December
Priya Raman        Member     Brookings Institution
                                                        2014
Thomas F.                     State Department of
                   Member                               June 2016
O'Connell                     Transportation
Wei Zhang          Member     Stanford University       June 2014
",
        "
Name | Position | Organization | Term expires
Margaret L. Hughes | Chair | University of Vermont | June 2014
David A. Ortega | Vice Chair | Sandia Laboratories | June 2015
Priya Raman | Member | Brookings Institution | December 2014
Thomas F. O'Connell | Member | State Department of Transportation | June 2016
Wei Zhang | Member | Stanford University | June 2014
",
    );
}

#[test]
fn raised_marks_on_a_line_of_their_own_are_part_of_the_cells_below() {
    check(
        "
Table 8. Hospitals by region

                                         2
Region                  Hospitals    Beds     Occupancy
New England                   786    47,868        51.9
              4
South Atlantic                316     8,796        58.8
Pacific                       236    71,468        75.9
",
        "
Region | Hospitals | Beds 2 | Occupancy
New England | 786 | 47,868 | 51.9
South Atlantic 4 | 316 | 8,796 | 58.8
Pacific | 236 | 71,468 | 75.9
",
    );
}

#[test]
fn a_label_stands_beside_all_rows_that_the_next_column_names() {
    check(
        "
Table 9. Releases

Medium   Substance           2010      2011
Air      Sulphur dioxide    8,642     7,891
         Nitrogen oxides    6,386     3,762
Water    Phosphorus        28,518    27,193
         Nitrogen          48,004    24,492
",
        "
Medium | Substance | 2010 | 2011
Air | Sulphur dioxide | 8,642 | 7,891
^ | Nitrogen oxides | 6,386 | 3,762
Water | Phosphorus | 28,518 | 27,193
^ | Nitrogen | 48,004 | 24,492
",
    );
}

#[test]
fn a_column_of_wrapped_labels_is_no_prose() {
    check(
        "
The evaluation compares the state of the programme at its end with the targets that were set.
     Indicator                                              Baseline        Target
     Share of children under five years of age                  45.6          45.2
     who slept under a net that was treated
     in the night before
     Number of health facilities with at least one               710           639
     trained provider of emergency obstetric care
     Share of households with access to an improved             35.9          79.0
     well within thirty minutes of their home
     Mothers who died for each 100,000 live births               259           179
     Share of births attended by skilled health                 85.3          60.2
     personnel
",
        "
Indicator | Baseline | Target
Share of children under five years of age who slept under a net that was treated in the night before | 45.6 | 45.2
Number of health facilities with at least one trained provider of emergency obstetric care | 710 | 639
Share of households with access to an improved well within thirty minutes of their home | 35.9 | 79.0
Mothers who died for each 100,000 live births | 259 | 179
Share of births attended by skilled health personnel | 85.3 | 60.2
",
    );
}
