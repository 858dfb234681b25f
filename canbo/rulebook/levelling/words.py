"""What each signal is called, what it means and what it does not: the words that stand beside its number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """`label` as a heading, `counts` what the number is, `means` what may lie behind it, `not_means` what must not be
    concluded from it."""

    label: str
    counts: str
    means: str
    not_means: str


WORDS = {
    "spread": Words(
        "Điểm sát nhau",
        "Trung bình mỗi người cách mức giữa của kỳ bao nhiêu điểm (thang 100).",
        "Điểm của mọi người gần như nhau: có thể đang chấm cào bằng.",
        "Không có nghĩa là ai đó bị chấm sai. Công việc thật sự giống nhau cũng cho điểm sát nhau.",
    ),
    "alike": Words(
        "Cùng một số điểm",
        "Tỷ lệ phiếu có đúng số điểm mà nhiều người nhất trong kỳ cùng có.",
        "Nhiều người được cùng một số điểm, có thể do chấm theo một mức định sẵn.",
        "Không cho biết số điểm ấy cao hay thấp hơn mức đáng có. Thang điểm ít nấc cũng làm điểm trùng nhau.",
    ),
    "same_marks": Words(
        "Mục nào cũng như mọi người",
        "Tỷ lệ nội dung được chấm giống điểm phổ biến nhất của nội dung đó trong kỳ.",
        "Có phần của phiếu ai cũng được chấm như nhau (như 70/70), dù tổng điểm có khác.",
        "Không có nghĩa là điểm phổ biến ấy sai: nội dung ai cũng phải đạt thì điểm giống nhau là bình thường.",
    ),
    "top": Words(
        "Nhiều mức cao nhất",
        "Tỷ lệ phiếu được xếp vào các mức cao nhất.",
        "Mức cao nhất được dùng nhiều hơn hẳn các đơn vị khác.",
        "Không có nghĩa là đơn vị không xứng đáng: đơn vị làm tốt hơn cũng có tỷ lệ cao hơn.",
    ),
    "agreement": Words(
        "Quyết định bằng tự chấm",
        "Tỷ lệ phiếu có điểm quyết định đúng bằng điểm tự chấm.",
        "Người quyết định có thể chỉ chép lại điểm tự chấm.",
        "Không có nghĩa là điểm sai: tự chấm trung thực thì hai điểm trùng nhau.",
    ),
    "at_most": Words(
        "Kịch điểm",
        "Tỷ lệ nội dung được chấm điểm tối đa.",
        "Thang điểm không còn phân biệt được người tốt với người rất tốt.",
        "Không có nghĩa là điểm tối đa không đúng với từng người.",
    ),
    "halo": Words(
        "Các nội dung không khác nhau",
        "Tỷ lệ phiếu mà mọi nội dung được cùng một phần của điểm tối đa.",
        "Có thể đã chấm theo ấn tượng chung, không xét từng nội dung.",
        "Không cho biết ấn tượng ấy đúng hay sai; một người có thể thật sự đồng đều.",
    ),
    "copied": Words(
        "Giống hệt kỳ trước",
        "Tỷ lệ phiếu có mọi điểm đúng như phiếu kỳ liền trước của người đó.",
        "Có thể đã chép điểm kỳ trước.",
        "Không có nghĩa là không đánh giá: việc đều đặn, thang ít nấc thì điểm có thể lặp lại.",
    ),
}
