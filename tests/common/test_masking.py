import pytest

from common.masking import mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+8613812348000", "138****8000"),
        ("+861062345678", "106***5678"),
        ("+85291234567", "91****67"),
        ("+85366123456", "66****56"),
        ("+886912345678", "0912****78"),
        ("+886223456789", "0223****89"),
        ("+442079460958", "+44 ****0958"),
        ("+14155552671", "+1 ****2671"),
        ("", ""),
    ],
)
def test_mask_phone_hides_the_middle(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳修", "欧阳*"),
        ("欧阳娜娜", "欧阳**"),
        ("歐陽娜娜", "歐陽**"),
        ("欧阳", "欧*"),
        ("爱新觉罗溥仪", "爱新觉罗**"),
        ("𠮷野", "𠮷*"),
        ("张", "*"),
        ("王女士", "王女士"),
        ("欧阳先生", "欧阳先生"),
        ("买买提·艾力", "买**·**"),
        (" 李 ", "*"),
        ("John Smith", "J*** S***"),
        ("Li", "L***"),
        ("김민수", "김***"),
        ("", ""),
    ],
)
def test_mask_name_leaves_the_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked
