"""How problems were solved and what came of it, by language; {hours}, {few} and {many} are filled in."""

WAYS = {
    "en": (
        "Found the cause together on a call, corrected the settings and wrote the steps down for the whole team.",
        "Shipped a correction the same week, tried it on their own data and trained the two people who run it.",
        "Replaced the manual step with a scheduled one and checked the result with them for a month.",
        "Brought product and support to one table, agreed on a workaround the same day and removed the cause after.",
        "Reworked the roles with their administrator and showed every shift what changed.",
    ),
    "zh": (
        "电话里一起找到原因，改正设置，并把步骤写给整个团队。",
        "当周发布修复，用客户自己的数据验证，并培训了两位负责人。",
        "把手工步骤改为定时自动执行，连续一个月与客户一起核对结果。",
        "产品和支持一起开会，当天给出临时办法，随后消除根因。",
        "与对方管理员重新梳理权限，并向每个班组说明变化。",
    ),
}
EFFECTS = {
    "en": (
        ("Saves the office {hours} hours a week", True),
        ("Errors found at month end fell from {many} to {few}", False),
        ("The report is ready {hours} hours earlier every Monday", True),
        ("{many} people work with it daily again, {few} did before", False),
        ("New staff are ready after {few} days instead of {many}", False),
    ),
    "zh": (
        ("每周为办公室节省 {hours} 小时", True),
        ("月末发现的错误从 {many} 个降到 {few} 个", False),
        ("每周一的报表提前 {hours} 小时完成", True),
        ("每天使用的人从 {few} 人恢复到 {many} 人", False),
        ("新员工上手从 {many} 天缩短到 {few} 天", False),
    ),
}
