//! Contracts that are there are used again for tables of the same subject, and for no others.

use super::second_recipe;

#[test]
fn tables_of_other_subjects_do_not_share_a_contract() {
    let people = "表1  各地区人口\n地区                    男性      女性      总人口\n北京                    10.2      10.3      20.5\n上海                    12.0      11.1      23.1\n";
    let prices = "表1  主要产品价格\n产品                    一月      二月      三月\n大米                     5.2       5.3       5.1\n小麦                     3.0       3.1       2.8\n";
    let (_folder, recipe) = second_recipe(people, prices);
    assert!(!recipe.contains("fits"), "{recipe}");
    assert!(recipe.contains("columns = [\"product\", \"january\", \"february\", \"march\"]"), "{recipe}");
    // Headings that no name can be made of are no reason either.
    let unknown = |text: &str| text.replace("男性", "鲸鱼").replace("女性", "海豚").replace("总人口", "海豹");
    let (_folder, recipe) = second_recipe(&unknown(people), &unknown(people).replace("人口", "数据"));
    assert!(!recipe.contains("fits"), "{recipe}");
    assert!(recipe.contains("# Question: what would be better names than column_2, column_3, column_4?"), "{recipe}");
    let (_folder, recipe) = second_recipe(&unknown(people), &unknown(people).replace("10.2", "10.3"));
    assert!(recipe.contains("schemas/table_1.schema.json fits"), "{recipe}");

    let sales =
        "Table 1: Sales of goods\n\nItem      2021     2022\nApples     100      110\nPears      200      210\n";
    let (_folder, recipe) = second_recipe(sales, &sales.replace("Sales", "Costs"));
    assert!(recipe.contains("# Question: is this \"sales_goods\"?"), "{recipe}");
    assert!(recipe.contains("its title is \"Table 1: Sales of goods\""), "{recipe}");
}

#[test]
fn a_unit_that_is_a_question_is_no_unit_that_fits() {
    let sales = "Table 1: Sales of goods\n(EUR million)\n\nItem      2021     2022\nApples     100      110\nPears      200      210\n";
    for other in [sales.to_owned(), sales.replace("EUR million", "USD thousand"), sales.replace("(EUR million)\n", "")]
    {
        let (folder, recipe) = second_recipe(sales, &other);
        assert!(
            !recipe.contains("fits") && folder.path().join("schemas/sales_goods_2.schema.json").exists(),
            "{recipe}"
        );
    }
}
