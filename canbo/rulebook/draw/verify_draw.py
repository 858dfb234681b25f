# Kiểm tra kết quả bốc thăm: python3 verify_draw.py record.json frame.csv   (chỉ cần Python 3, không cần mạng)
import csv, hashlib, hmac, json, sys

record, frame = json.load(open(sys.argv[1], encoding="utf-8")), open(sys.argv[2], "rb").read()
sha = lambda *parts: hashlib.sha256("\0".join(parts).encode()).hexdigest()
plan = record["plan"]
plan_hash = sha(json.dumps(plan, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
faults = []
if hashlib.sha256(frame).hexdigest() != plan["frame"]:
    faults.append("danh sách khác danh sách đã công bố")
lines = ["\0".join((one["name"], one["digits"], one["salt"])) for one in record["reveals"]]
if [one["name"] for one in record["reveals"]] != plan["contributors"]:
    faults.append("thiếu người góp số")
for one, line in zip(record["reveals"], lines):
    if record["commitments"].get(one["name"]) != sha("canbo/draw/commit/1", plan_hash, line):
        faults.append("số của " + one["name"] + " khác cam kết")
seed = sha("canbo/draw/seed/1", plan_hash, *lines, record["beacon"])
rows = list(csv.DictReader(frame.decode("utf-8-sig").splitlines()))
for level, wanted in plan["levels"].items():
    score = lambda code: hmac.new(bytes.fromhex(seed), (level + "\0" + code).encode(), "sha256").digest()
    ranked = sorted((row["code"] for row in rows if row["level"] == level), key=score)
    said = record["result"][level]
    if said != {"drawn": ranked[:wanted], "reserve": ranked[wanted:wanted + plan["reserve"]]}:
        faults.append("cấp " + level + ": kết quả khác kết quả tính lại")
    print(level, "bốc được:", *ranked[:wanted], "dự phòng:", *ranked[wanted:wanted + plan["reserve"]])
print("Mã phương án", plan_hash, "Hạt giống", seed)
if seed != record["seed"]:
    faults.append("hạt giống khác hạt giống tính lại")
sys.exit("KHÔNG ĐÚNG: " + "; ".join(faults) if faults else 0)
