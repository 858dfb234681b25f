// What in a text could tell who wrote it. Said to the writer before sealing; nothing is sent anywhere.


const TELLING = [
  [/(?:\+?84|0)(?:[\s.-]?\d){8,10}/u, "có số điện thoại"],
  [/[^\s@]+@[^\s@]+\.[^\s@]+/u, "có địa chỉ thư điện tử"],
  [/\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{2,4})?|ngày\s+\d{1,2}|tháng\s+\d{1,2}/iu, "có ngày, tháng cụ thể"],
  [/(?:lớp|phòng)\s+\d{1,2}\s?\p{L}?\d{0,2}|\b\d{1,2}[A-EĐ]\d{0,2}\b/iu, "có tên lớp hoặc số phòng"],
  [/(?:^|[^\p{L}])(?:[Tt]hầy|[Cc]ô|[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Ee]m|[Đđ]\/?c|[Đđ]ồng chí)\s+\p{Lu}\p{Ll}/u, "có tên người"],
  [/(?:^|[^\p{L}])(?:tôi|em|mình)\s+(?:đã\s+)?(?:từng|xin|bị|được|đề nghị|làm đơn|nghỉ|vừa)(?=$|[^\p{L}])/iu, "kể việc của riêng bạn"],
  [/duy nhất|mới về|mới chuyển|sắp nghỉ hưu|nghỉ thai sản|tổ trưởng|trưởng ban/iu, "có chi tiết ít người có"],
];

// The warnings for a text, none for one that says nothing of its writer.
export const warnings = (text) => TELLING.filter(([pattern]) => pattern.test(text.normalize("NFC"))).map(([, why]) => why);
