"""Every word of the house has its Chinese."""

from babel.messages.catalog import Message

from scripts import messages


def test_every_word_is_translated():
    assert messages.faults() == []


def test_a_translation_keeps_the_placeholders():
    said = Message("%(count)s member", "%(number)s 位会员")

    assert list(messages.faults_of(said, said)) == ["another placeholder"]


def test_one_chinese_form_serves_both_english_ones():
    said = Message(("One member", "%(count)s members"), ("%(count)s 位会员",))

    assert list(messages.faults_of(said, said)) == []


def test_a_doubtful_translation_is_a_fault():
    said = Message("Sale", "销售单", flags=["fuzzy"])

    assert list(messages.faults_of(said, said)) == ["fuzzy"]
