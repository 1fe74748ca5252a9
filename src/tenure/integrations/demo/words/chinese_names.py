"""Invented Chinese names: companies, people, places, products; mail addresses in pinyin."""

from tenure.integrations.demo.words.base import Industry, Names, Person, Product, Region, listed

_STARTS = "澄砚栩霁朔泓瀚翎沐砺汀岚珩璟屹翊昱峤珂湛"
_ENDS = "岫泽川屿禾朗越舟野桥原庭衡澜宁序陌远"
_PINYIN = dict(
    zip(
        _STARTS + _ENDS + "源青铭",
        listed(
            "cheng yan xu ji shuo hong han ling mu li ting lan heng jing yi yi yu qiao ke zhan "
            "xiu ze chuan yu he lang yue zhou ye qiao yuan ting heng lan ning xu mo yuan yuan qing ming"
        ),
        strict=True,
    )
)

NAMES = Names(
    language="zh",
    vendor="维序科技",
    product="维序",
    currency="CNY",
    work_starts_utc=0,
    stems=tuple(a + b for b in _ENDS for a in _STARTS if a + b not in {"沐禾", "瀚川", "泓远", "朔原", "霁野"}),
    company="{city}{stem}{suffix}",
    latin=_PINYIN,
    industries=(
        Industry("facility", "物业管理", ("物业", "物业服务", "楼宇服务"), 0.30),
        Industry("manufacturing", "制造业", ("铸造", "包装", "精密制造", "塑胶", "泵业"), 0.20),
        Industry("healthcare", "医疗健康", ("门诊", "养老服务", "口腔", "医院管理"), 0.45),
        Industry("logistics", "物流", ("物流", "货运", "冷链", "仓储"), 0.40),
        Industry("retail", "连锁零售", ("连锁", "商超", "园艺", "烘焙"), 0.50),
        Industry("energy", "能源与公用事业", ("能源服务", "水务", "供热"), 0.20),
        Industry("hotels", "酒店", ("酒店", "度假村", "民宿"), 0.60),
        Industry("food", "食品加工", ("食品", "乳业", "酿造", "粮油"), 0.25),
    ),
    regions=(
        Region("华东", (("苏州", "CN"), ("杭州", "CN"), ("宁波", "CN"), ("合肥", "CN"), ("南京", "CN"))),
        Region("华南", (("佛山", "CN"), ("东莞", "CN"), ("厦门", "CN"), ("南宁", "CN"), ("珠海", "CN"))),
        Region("华中", (("武汉", "CN"), ("长沙", "CN"), ("郑州", "CN"), ("南昌", "CN"))),
        Region("西南", (("成都", "CN"), ("重庆", "CN"), ("昆明", "CN"), ("贵阳", "CN"))),
    ),
    given=(
        ("若溪", "ruoxi"), ("子墨", "zimo"), ("思远", "siyuan"), ("雨桐", "yutong"), ("建华", "jianhua"),
        ("志强", "zhiqiang"), ("晓梅", "xiaomei"), ("丽娟", "lijuan"), ("国栋", "guodong"), ("海燕", "haiyan"),
        ("浩然", "haoran"), ("静怡", "jingyi"), ("俊杰", "junjie"), ("梦瑶", "mengyao"), ("伟", "wei"),
        ("敏", "min"), ("婷", "ting"), ("磊", "lei"), ("洁", "jie"), ("勇", "yong"), ("秀英", "xiuying"),
        ("文博", "wenbo"), ("佳琪", "jiaqi"), ("宇航", "yuhang"), ("欣然", "xinran"), ("立新", "lixin"),
        ("春燕", "chunyan"), ("永刚", "yonggang"), ("晨曦", "chenxi"), ("振宇", "zhenyu"), ("淑芬", "shufen"),
        ("嘉豪", "jiahao"), ("可欣", "kexin"), ("明轩", "mingxuan"), ("雅琴", "yaqin"), ("德胜", "desheng"),
        ("慧", "hui"), ("涛", "tao"), ("鹏", "peng"), ("倩", "qian"), ("一诺", "yinuo"), ("少华", "shaohua"),
        ("凤兰", "fenglan"), ("天宇", "tianyu"), ("心怡", "xinyi"), ("世杰", "shijie"), ("玉珍", "yuzhen"),
    ),
    family=(
        ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"),
        ("赵", "zhao"), ("黄", "huang"), ("周", "zhou"), ("吴", "wu"), ("徐", "xu"), ("孙", "sun"), ("胡", "hu"),
        ("朱", "zhu"), ("高", "gao"), ("林", "lin"), ("何", "he"), ("郭", "guo"), ("马", "ma"), ("罗", "luo"),
        ("梁", "liang"), ("宋", "song"), ("郑", "zheng"), ("谢", "xie"), ("韩", "han"), ("唐", "tang"),
        ("冯", "feng"), ("于", "yu"), ("董", "dong"), ("萧", "xiao"), ("程", "cheng"), ("曹", "cao"),
        ("袁", "yuan"), ("邓", "deng"), ("许", "xu"), ("傅", "fu"), ("沈", "shen"), ("曾", "zeng"), ("彭", "peng"),
        ("吕", "lv"), ("苏", "su"), ("卢", "lu"), ("蒋", "jiang"), ("蔡", "cai"), ("贾", "jia"), ("丁", "ding"),
    ),
    person="{family}{given}",
    titles={
        "decision_maker": ("总经理", "运营总监", "工程总监", "厂长"),
        "champion": ("工程部经理", "设备部经理", "维修主管"),
        "liaison": ("调度员", "行政专员", "客服主管"),
        "admin": ("信息部主管", "系统管理员"),
        "end_user": ("维修师傅", "班组长", "调度员"),
        "detractor": ("财务主管", "采购经理"),
    },
    departments=("工程部", "运营部", "信息部", "采购部", "财务部"),
    resellers=("沪岸信息技术", "粤桥系统集成", "蜀程咨询"),
    campaigns={
        "website": ("从纸质单到移动工单白皮书", "秋季线上直播", "搜索"),
        "event": ("设备管理展", "物业行业大会"),
        "outbound": ("中型客户电话拓展", "食品行业拓展"),
        "advertising": ("行业媒体", "信息流广告"),
        "partner": ("渠道伙伴计划",),
        "referral": ("老客户推荐",),
    },
    sources={
        "website": "官网",
        "event": "展会",
        "outbound": "电话拓展",
        "advertising": "广告投放",
        "partner": "渠道伙伴",
        "referral": "转推荐",
    },
    segments={"enterprise": "大型企业", "mid": "中型企业", "small": "小微企业"},
    scenarios={},
    scenario_label="",
    stages={
        "engage": "接洽期",
        "requirements": "对接需求",
        "signed": "签约期",
        "launch": "启动期",
        "growth": "成长期",
        "mature": "成熟期",
        "decline": "衰退期",
        "renewal": "续费期",
        "churned": "流失期",
    },
    teams=("东区客户成功组", "南区客户成功组"),
    staff=(
        Person("沈一鸣", "admin"),
        Person("林若溪", "ruoxi"),
        Person("陈雨桐", "yutong"),
        Person("周子墨", "zimo"),
        Person("何静怡", "jingyi"),
        Person("梁浩然", "haoran"),
        Person("许文博", "wenbo"),
        Person("高振宇", "zhenyu"),
        Person("苏可欣", "kexin"),
    ),
    products=(
        Product("core", "工单平台", "seat", "账号", 199, "平台"),
        Product("mobile", "移动端", "time", "月", 450, "增购模块"),
        Product("scheduling", "智能排班", "time", "月", 900, "增购模块"),
        Product("inventory", "备件管理", "time", "月", 700, "增购模块"),
        Product("analytics", "数据分析", "time", "月", 1200, "增购模块"),
        Product("api", "开放接口", "api_call", "月", 600, "增购模块"),
        Product("training", "现场培训", "one_off", "天", 4000, "服务"),
    ),
    phone="400-555-01{:02d} 转 {:03d}",
    sites=("总部", "北厂区", "二号仓库", "维修车间", "滨江项目"),
    device_model="壁挂平板 T1",
    device_status="在用",
    device_states={},
    city_label="城市",
    tags=("标杆", "集团合同", "试点", "多站点", "需审核"),
)  # fmt: skip
