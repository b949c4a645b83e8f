from scripts import subset_css


def test_the_sheet_is_what_the_templates_need():
    assert subset_css.SUBSET.read_text(encoding="utf-8") == subset_css.subset()


def test_a_rule_stays_when_all_its_classes_are_used():
    css = ".card .btn{a:1}.card,.toast{b:2}.toast{c:3}p{d:4}"

    assert subset_css.keep_rules(css, {"card", "btn"}) == ".card .btn{a:1}.card{b:2}p{d:4}"


def test_a_media_query_stays_when_a_rule_in_it_does():
    css = "@media print{.card{a:1}.toast{b:2}}@media screen{.toast{c:3}}"

    assert subset_css.keep_rules(css, {"card"}) == "@media print{.card{a:1}}"


def test_a_class_in_parentheses_need_not_be_used():
    assert subset_css.keep_rules(".btn:not(.off){a:1}", {"btn"}) == ".btn:not(.off){a:1}"


def test_braces_inside_quotes_are_no_rules():
    css = '.card{background:url("data:{}")}.toast{a:1}'

    assert subset_css.keep_rules(css, {"card"}) == '.card{background:url("data:{}")}'


def test_dark_mode_is_left_out():
    assert subset_css.keep_rules("[data-bs-theme=dark] .card{a:1}", {"card"}) == ""


def test_animations_and_variables_go_when_nothing_reads_them():
    css = (
        ":root{--tblr-a:1px;--tblr-b:var(--tblr-c);--tblr-c:2px;}"
        "p{width:var(--tblr-a);animation:spin 1s}"
        "@keyframes spin{to{a:1}}@keyframes shake{to{b:2}}"
    )

    lean = subset_css.drop_unused_variables(subset_css.drop_unused_animations(css), "")

    assert lean == (
        ":root{--tblr-a:1px;}p{width:var(--tblr-a);animation:spin 1s}@keyframes spin{to{a:1}}"
    )
