"""Chinese texts of the service-robot company."""

from dataclasses import replace

from tenure.integrations.demo.words.base import StoryText
from tenure.integrations.demo.words.chinese import CHINESE as SAAS
from tenure.integrations.demo.words.robots_chinese_names import NAMES

TICKET_TOPICS = {
    "network": "网络",
    "vision": "视觉",
    "touch": "触摸",
    "navigation": "导航",
    "speech": "语音识别",
    "answers": "问答",
    "content": "内容更新",
    "billing": "账单与发票",
    "how_to": "使用咨询",
}

TICKET_SUBJECTS = {
    "network": ("机器人一到下午就掉线", "换了路由器以后连不上网", "4G 信号弱，数据传不上来"),
    "vision": ("识别不到进门的客人", "逆光时一直打招呼，停不下来", "摄像头画面发花"),
    "touch": ("屏幕点了没反应", "点“导览”却进了问答"),
    "navigation": (
        "走到二号展厅就迷路",
        "开机后定位失败，要人工推回去",
        "雷达报警，停在路中间",
        "搬了展柜以后绕不过去",
    ),
    "speech": ("人多的时候听不清", "方言基本识别不了", "唤醒词要喊好几遍"),
    "answers": ("开放时间回答错了", "新展览的问题都答不上来", "问厕所在哪答非所问"),
    "content": ("讲解词改了没有更新到机器人", "想换迎宾词和背景音乐", "英文讲解少了两段"),
    "billing": ("服务费发票抬头需要更换", "账单多算了一台"),
    "how_to": ("怎么设置闭馆时间？", "地图重新扫要多久？", "能不能让两台机器人接力讲解？"),
}

SURVEY_COMMENTS = {
    "promoter": (
        "观众喜欢跟着它走，讲解员终于能歇口气。",
        "周末最忙的时候全靠它接待。",
        "有问题上午报，下午就有人来。",
        "孩子们进门先找它。",
        "另外两个馆也想上。",
    ),
    "passive": (
        "讲解不错，问答还要多喂内容。",
        "平时够用，人一多就听不清。",
        "机器人稳定，后台报表看得少。",
        "部署比说好的晚了两周。",
    ),
    "detractor": (
        "三天两头迷路，还得派人去推。",
        "基本没人跟它说话，摆着占地方。",
        "修一次要等一个星期。",
        "买的时候说什么都能答，其实不行。",
        "网络一断就成了摆设。",
    ),
    "ces_easy": ("地图扫得快，当天就能用。", "每一步都有人带着做。"),
    "ces_hard": ("点位改了四次才跑通。", "讲解词要自己一条条录。"),
    "csat_good": ("师傅上门一趟就修好了。", "远程就解决了，很快。"),
    "csat_bad": ("换了零件第二天又坏。", "问题没解决就关单了。"),
}

TOUCHPOINTS = {
    "call": (
        ("月度电话", "看了本月唤醒和交互数据，{person}比较满意。"),
        ("例行回访", "{person}问迎宾词怎么换，当场教会了。"),
        ("使用情况沟通", "有两台机器人摆在角落没人理，{person}答应挪到主入口。"),
        ("续费前沟通", "谈服务费和增值服务，{person}月底前要看全年数据。"),
    ),
    "mail": (
        ("版本升级说明", "发了新版本说明和升级时间。"),
        ("运营月报", "把客流、招揽、唤醒、交互数据发给{person}。"),
        ("会后跟进", "按约定把点位方案发给了{person}。"),
        ("用户沙龙邀请", "邀请{person}参加标杆场馆沙龙。"),
    ),
    "visit": (
        ("上门巡检", "检查雷达和麦克风，和{person}一起调整了两个点位。"),
        ("年度回顾", "看了全年数据，{person}想再加一台放在游客中心。"),
    ),
    "chat": (
        ("微信咨询", "{person}问闭馆时间怎么设，已回复。"),
        ("和管理员沟通", "帮忙更新了节假日开放时间。"),
    ),
    "meeting": (
        ("季度运营回顾", "四项数据逐台看了一遍，{person}希望补充新展览的讲解。"),
        ("内容共创会", "定了二十条常见问题的答法。"),
        ("项目启动会", "和{person}确认了点位、地图和上线日期。"),
    ),
    "gift": (("节日问候", "寄了贺卡和一盒茶叶，在礼品标准以内。"),),
    "training": (
        ("前台培训", "6 人参加，学了开关机、充电和换迎宾词。"),
        ("讲解内容培训", "教会讲解员自己录讲解词。"),
        ("管理员培训", "后台、地图和权限。"),
    ),
}

LOSS_DETAILS = {
    "price": ("一年下来服务费比请个兼职还贵。",),
    "missing_feature": ("要上下楼乘电梯，我们暂时做不到。",),
    "no_adoption": ("观众不跟它互动，就收进库房了。", "换了负责人以后没人管。"),
    "competitor": ("换成了另一家带机械臂的机器人。", "集团统一采购了别的品牌。"),
    "budget": ("场馆改造，今年的设备预算都停了。",),
    "acquired": ("景区换了运营公司。",),
    "champion_left": ("当初引进的负责人调走，没人接手。",),
    "service": ("两次坏在旺季，等了一周才修。",),
    "wrong_fit": ("场地太小太窄，机器人转不开。",),
}

NOTES = (
    "暑期是旺季，六月前把巡检做完。",
    "预算 10 月定，9 月前要把全年数据给到。",
    "周一闭馆，升级都安排在周一。",
    "他们内部管机器人叫“小晓”。",
    "电梯口信号差，充电桩别放在那里。",
    "新展每季度换一次，讲解词要提前两周给。",
    "可以接待参观，先问一下{person}。",
)

EVENTS = {
    "passers_by": "机器人前方经过的人数（客流），按台按天。",
    "solicited": "机器人主动招呼的人数（招揽），按台按天。",
    "woken": "被唤醒的次数（唤醒），按台按天。",
    "interactions": "人与机器人的交互次数（交互），按台按天。",
    "requests_met": "得到满足的请求次数，除以交互次数即满足率。",
    "anomaly_network": "网络异常：断网、弱网。",
    "anomaly_vision": "视觉异常：识别不到、识别异常。",
    "anomaly_touch": "触摸异常：无响应、误触。",
    "anomaly_navigation": "导航异常：雷达、定位、重定位。",
    "anomaly_asr": "语音识别异常：失败、错误。",
    "anomaly_nlp": "语义理解异常：失败、错误。",
    "anomaly_tts": "语音播报异常：失败、错误。",
    "login": "场馆人员登录后台。",
    "content_updated": "更新讲解词、迎宾词或问答。",
    "report_viewed": "查看运营报表。",
}

STORY_LINES = {
    "failing_subjects": (
        "三台机器人同时在东展厅迷路",
        "换了雷达还是报警",
        "定位又丢了，今天推回去四次",
    ),
    "failing_comment": ("六台里有四台要人推着走，观众都在笑。",),
    "failing_call": ("投诉电话", "{person}说再修不好，明年就不续了。"),
    "off_mail": ("运营月报", "发了上月数据，提醒五台机器人连续多日离线。没有回复。"),
    "growth_call": ("旺季扩容沟通", "{person}想在暑期前再加八台，要报价和上线时间。"),
    "growth_comment": ("去年暑期排队少了一半，今年索道口也要放。",),
    "agent_note": ("代理商承诺可以乘电梯上下楼，实际不支持。{person}很失望。",),
    "agent_call": ("启动进度电话", "{person}说演示时看到的功能现场都没有，先不验收。"),
    "agent_ticket": ("代理商答应的电梯联动什么时候能用？",),
    "agent_comment": ("买之前说的和装上以后的不是一回事。",),
    "ignored_note": ("会议淡旺季差别大，淡季没人理是正常的，看全年。",),
    "reference_note": ("{person}同意接待参观，也愿意在沙龙上分享。",),
    "champion_note": ("{person}已经调到总馆，不知道谁接手。",),
    "champion_mail": ("请问现在由谁负责？", "询问接手人，没有回复。"),
}

STORIES = {
    "failing_robots": StoryText(
        "洛阳砚原博物馆",
        "不振：机器人总在迷路",
        "九台里有六台近两个月导航异常成倍增加，交互跟着掉下来，工单一张接一张。距续费还有 58 天。",
    ),
    "switched_off": StoryText(
        "珠海泓澜量贩KTV",
        "悄悄关机的客户",
        "五周前机器人一台接一台离线，没有工单，也没有人说什么，最近的邮件没有回复。",
    ),
    "season_growth": StoryText(
        "桂林栩岫景区",
        "旺季前要加机器人",
        "一年里从 12 台加到 26 台，每台唤醒和交互都在涨，又在谈加八台：可以争取的增购。",
    ),
    "overclaimed": StoryText(
        "贵阳翊舟会议中心",
        "卖的时候说得太满",
        "代理商签约时承诺了产品没有的功能。上线十周，几乎没人用，验收卡住，第一份问卷已经说明问题。",
    ),
    "ignored_robot": StoryText(
        "杭州汀桥国际会议酒店",
        "看着冷清，其实正常",
        "数据忽高忽低，淡季几乎没人理机器人。和同场景比一比就知道：会议场景本来如此，客户并没有不满。",
    ),
    "reference": StoryText(
        "成都泓序科技馆",
        "标杆客户",
        "每台每天交互上千次，讲解内容自己更新，愿意接待参观，还带来了两家客户。",
    ),
    "champion_left": StoryText(
        "南京霁朗美术馆",
        "内部支持者调走",
        "内部支持者七周前调走，九天后我们才知道。此后后台没人登录，讲解内容停在上一个展览。",
    ),
    "parent": StoryText(
        "苏州瀚庭文旅景区",
        "集团与下属场馆",
        "三家下属场馆各有合同，集团的总价值在母公司页面上可以看到。",
    ),
}

ROBOTS_CHINESE = replace(
    SAAS,
    names=NAMES,
    ticket_topics=TICKET_TOPICS,
    ticket_subjects=TICKET_SUBJECTS,
    survey_comments=SURVEY_COMMENTS,
    touchpoints=TOUCHPOINTS,
    loss_details=LOSS_DETAILS,
    notes=NOTES,
    deals={
        "new": "首次签约",
        "expansion": "增加机器人",
        "module": "增购：{product}",
        "renewal": "续费",
        "pilot": "试点",
    },
    events=EVENTS,
    story_lines=STORY_LINES,
    stories=STORIES,
)
