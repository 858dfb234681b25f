"""What each signal is called, what it means and what it does not: the words that stand beside its number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """`label` as a heading, `counts` what the number is, `means` what may lie behind it, `not_means` what must not be
    concluded from it, `gently` what is said to the evaluator whose own marks these are."""

    label: str
    counts: str
    means: str
    not_means: str
    gently: str


SEVERITY = "severity"
WORDS = {
    "spread": Words(
        "Điểm sát nhau",
        "Trung bình mỗi người cách mức giữa của kỳ bao nhiêu điểm (thang 100).",
        "Điểm của mọi người gần như nhau: có thể đang chấm cào bằng.",
        "Không có nghĩa là ai đó bị chấm sai. Công việc thật sự giống nhau cũng cho điểm sát nhau.",
        "Điểm cho mọi người gần như nhau. Việc làm thật sự như nhau thì không có gì phải sửa.",
    ),
    "alike": Words(
        "Cùng một số điểm",
        "Tỷ lệ phiếu có đúng số điểm mà nhiều người nhất trong kỳ cùng có.",
        "Nhiều người được cùng một số điểm, có thể do chấm theo một mức định sẵn.",
        "Không cho biết số điểm ấy cao hay thấp hơn mức đáng có. Thang điểm ít nấc cũng làm điểm trùng nhau.",
        "Nhiều người được cùng một số điểm. Kỳ tới, thử chấm từng nội dung trước khi nhìn tổng điểm.",
    ),
    "same_marks": Words(
        "Mục nào cũng như mọi người",
        "Tỷ lệ nội dung được chấm giống điểm phổ biến nhất của nội dung đó trong kỳ.",
        "Có phần của phiếu ai cũng được chấm như nhau (như 70/70), dù tổng điểm có khác.",
        "Không có nghĩa là điểm phổ biến ấy sai: nội dung ai cũng phải đạt thì điểm giống nhau là bình thường.",
        "Có nội dung ai cũng được chấm như nhau. Nếu nội dung ấy ai cũng phải đạt thì đó là bình thường.",
    ),
    "top": Words(
        "Nhiều mức cao nhất",
        "Tỷ lệ phiếu được xếp vào các mức cao nhất.",
        "Mức cao nhất được dùng nhiều hơn hẳn nơi khác.",
        "Không có nghĩa là không xứng đáng: nơi làm tốt hơn cũng có tỷ lệ cao hơn.",
        "Mức cao nhất được dùng nhiều hơn nơi khác. Nếu đúng như vậy, lời ghi cạnh điểm giúp người đọc hiểu vì sao.",
    ),
    "agreement": Words(
        "Bằng điểm tự chấm",
        "Tỷ lệ phiếu có điểm đúng bằng điểm người đó tự chấm.",
        "Có thể chỉ chép lại điểm tự chấm.",
        "Không có nghĩa là điểm sai: tự chấm trung thực thì hai điểm trùng nhau.",
        "Điểm thường bằng điểm tự chấm. Một lời ghi cạnh điểm cho thấy phiếu đã được xem.",
    ),
    "at_most": Words(
        "Kịch điểm",
        "Tỷ lệ nội dung được chấm điểm tối đa.",
        "Thang điểm không còn phân biệt được người tốt với người rất tốt.",
        "Không có nghĩa là điểm tối đa không đúng với từng người.",
        "Nhiều nội dung được điểm tối đa. Điểm tối đa cho mọi người thì người rất tốt không còn được thấy rõ.",
    ),
    "halo": Words(
        "Các nội dung không khác nhau",
        "Tỷ lệ phiếu mà mọi nội dung được cùng một phần của điểm tối đa.",
        "Có thể đã chấm theo ấn tượng chung, không xét từng nội dung.",
        "Không cho biết ấn tượng ấy đúng hay sai; một người có thể thật sự đồng đều.",
        "Các nội dung của một phiếu thường cùng một mức. Xét từng nội dung sẽ thấy mặt mạnh, mặt yếu của mỗi người.",
    ),
    "copied": Words(
        "Giống hệt kỳ trước",
        "Tỷ lệ phiếu có mọi điểm đúng như phiếu kỳ liền trước của người đó.",
        "Có thể đã chép điểm kỳ trước.",
        "Không có nghĩa là không đánh giá: việc đều đặn, thang ít nấc thì điểm có thể lặp lại.",
        "Nhiều phiếu giống hệt kỳ trước. Việc đều đặn thì điểm có thể lặp lại; một lời ghi cho biết đã xem lại.",
    ),
    SEVERITY: Words(
        "Chặt hơn, rộng hơn",
        "Chấm thấp hơn bao nhiêu điểm (thang 100) so với người khác chấm cùng những phiếu ấy; số âm là cao hơn.",
        "Trên cùng một phiếu, điểm thường khác điểm của người kia theo một chiều.",
        "Không cho biết ai đúng. Chỉ nói về những phiếu có hai người chấm; người chấm sau thường đã thấy điểm trước.",
        "Trên những phiếu có người khác cùng chấm, điểm thường khác theo một chiều. Không có nghĩa là ai sai.",
    ),
}
