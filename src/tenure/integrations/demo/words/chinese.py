"""Chinese words of the SaaS company: names in `chinese_names`, texts here."""

from tenure.integrations.demo.words.base import StoryText, Words
from tenure.integrations.demo.words.chinese_names import NAMES

TICKET_TOPICS = {
    "login": "登录与账号",
    "scheduling": "排班",
    "mobile": "移动端",
    "reports": "报表",
    "integration": "系统对接",
    "performance": "性能",
    "billing": "账单与发票",
    "how_to": "使用咨询",
    "data": "数据",
}

TICKET_SUBJECTS = {
    "login": (
        "重置密码后维修工无法登录",
        "单点登录后跳回首页",
        "新调度员收不到邀请短信",
        "输错两次密码账号就被锁定",
    ),
    "scheduling": (
        "跨月排班表显示的周次不对",
        "同一时段给同一位师傅派了两张工单",
        "周期性巡检任务重复生成",
        "排班表拖拽后没有保存",
    ),
    "mobile": (
        "离线拍的照片没有上传",
        "检查项超过 40 条时 App 闪退",
        "旧款平板上打不开签名框",
        "手机上的工单要晚一个小时才出现",
    ),
    "reports": (
        "月报漏掉了已停用的站点",
        "导出 Excel 到 5000 行就中断",
        "看板和报表里的平均修复时长对不上",
        "定时发送的报表是空的",
    ),
    "integration": (
        "ERP 的订单不再同步过来",
        "早上接口频繁返回 429",
        "回调推送的还是旧状态",
        "成本中心字段没有带过来",
    ),
    "performance": (
        "工单列表要 20 秒才能打开",
        "大站点搜索经常超时",
        "周一开始所有人打开排班表都很慢",
    ),
    "billing": (
        "账单上的账号数比我们订购的多",
        "发票抬头需要更换",
        "发票上没有写采购单号",
    ),
    "how_to": (
        "怎么加一级审批？",
        "能不能让站点主管只看到自己的站点？",
        "报废的设备怎么归档？",
        "维修工可以修改哪些字段？",
    ),
    "data": (
        "导入设备台账时有 12 行被退回",
        "导入后备件重复了",
        "请帮忙恢复一张误删的工单",
        "有一栋楼的抄表数据缺失",
    ),
}

SURVEY_COMMENTS = {
    "promoter": (
        "师傅们每天都靠它安排工作，没人想回到纸质工单。",
        "上线以后未完成工单少了三分之一。",
        "客服回复快，产品说到做到。",
        "新的排班视图每天给调度员省下一个小时。",
        "推广到其他项目很顺利。",
    ),
    "passive": (
        "工单够用，报表希望再灵活一些。",
        "能满足需要，备件我们还是用表格管。",
        "App 不错，就是上线比答应的晚。",
        "比较稳定，但买的功能只用了一半。",
    ),
    "detractor": (
        "一个小维修要点好多步，师傅们都不愿意用。",
        "工单提了好几天才有人回，还反复问同样的问题。",
        "看不出来这个价钱值在哪里。",
        "报表和我们自己算的对不上，没人信。",
        "App 会丢照片，审核的时候没法交代。",
    ),
    "ces_easy": ("上线过程很顺。", "按清单一步一步做就行，很清楚。"),
    "ces_hard": ("设备台账导了三遍才成功。", "每一步都得找人问。"),
    "csat_good": ("一个小时就解决了，谢谢。", "解释得很清楚，已经好了。"),
    "csat_bad": ("问题没解决就关单了。", "改个密码等了四天。"),
}

TOUCHPOINTS = {
    "call": (
        ("月度电话", "过了一遍未完成工单和下个月的计划，{person}比较满意。"),
        ("例行回访", "和{person}简单沟通，问了两个权限问题，已当场解答。"),
        ("使用情况沟通", "聊了还没用 App 的几个站点，{person}会指定对接人。"),
        ("续费前沟通", "谈了续费、账号数和预算，{person}月底前要看到数据。"),
    ),
    "mail": (
        ("新版本说明", "发了版本说明，标出和他们有关的两点。"),
        ("使用月报", "把本季度的使用数据发给{person}。"),
        ("会后跟进", "按约定把答复发给了{person}。"),
        ("用户大会邀请", "邀请{person}参加春季用户大会。"),
    ),
    "visit": (
        ("上门拜访", "和{person}一起走了一遍维修班组，师傅们希望 App 按钮再大一点。"),
        ("年度回顾", "回顾全年：响应时间缩短，还有两个站点在用纸质单。"),
    ),
    "chat": (
        ("微信咨询", "{person}问怎么调整站点归属，已回复。"),
        ("和管理员沟通", "帮忙配置了一个新角色。"),
    ),
    "meeting": (
        ("季度业务回顾", "看了本季度数据和下季度计划，{person}希望按站点出报表。"),
        ("备件管理研讨", "商定了备件编码规则，准备导入。"),
        ("项目启动会", "和{person}确认了目标、人员和时间表。"),
    ),
    "gift": (("节日问候", "寄了贺卡和一盒茶叶，在礼品标准以内。"),),
    "training": (
        ("调度员培训", "8 人参加，录屏已发。"),
        ("维修工培训", "讲了 App、拍照和签名，夜班师傅问得很细。"),
        ("管理员培训", "角色、站点和设备台账导入。"),
    ),
}

OUTCOMES = {
    "fine": "无遗留问题",
    "todo": "已约定下一步",
    "worried": "不满意，需跟进",
    "no_answer": "未回复",
}

LOSS_REASONS = {
    "price": "价格",
    "missing_feature": "缺少功能",
    "no_adoption": "没有用起来",
    "competitor": "竞品",
    "budget": "预算削减",
    "acquired": "公司被收购",
    "champion_left": "内部支持者离职",
    "service": "服务",
    "wrong_fit": "客户不合适",
}

LOSS_DETAILS = {
    "price": ("实际用的人不多，觉得价格偏高。",),
    "missing_feature": ("需要多仓联动排班，我们暂时没有。",),
    "no_adoption": ("师傅们还是用纸质单，项目就停了。", "只在一个站点用过，没有推广开。"),
    "competitor": ("改用 ERP 自带的设备管理模块。", "集团统一换成了另一套系统。"),
    "budget": ("今年没有明确负责人的软件一律砍掉。",),
    "acquired": ("公司被收购，新东家用别的系统。",),
    "champion_left": ("当初引进产品的负责人离职，没人接手。",),
    "service": ("两次故障之后觉得没人管。",),
    "wrong_fit": ("规模太小，用共享日历就够了。",),
}

NOTES = (
    "明年计划再开两个项目。",
    "10 月定预算，9 月前要把数据给到。",
    "员工个人手机装 App 需要工会同意。",
    "喜欢短消息，一次只问一件事。",
    "每年 5 月审核，那个月不要做变更。",
    "他们内部把工单叫“派工单”。",
    "信息部只允许每月第一周升级。",
    "可以做参考客户，先问一下{person}。",
)
PREFERENCES = ("上午 10 点前打电话", "只用邮件", "下午方便接电话", "小事微信联系", "周五不要打扰")
PERSONAL = ("喜欢跑步", "有两个孩子", "周末带孩子踢球", "班组长出身", "爱喝茶")

DEALS = {
    "new": "首次签约",
    "expansion": "增加账号",
    "module": "增购：{product}",
    "renewal": "续费",
    "pilot": "试点",
}

DEAL_STAGES = {
    "qualified": "已确认需求",
    "proposal": "方案报价",
    "won": "赢单",
    "lost": "输单",
}

EVENTS = {
    "login": "用户登录。",
    "workorder_created": "新建工单。",
    "workorder_completed": "完成工单。",
    "workorder_commented": "在工单下留言。",
    "asset_added": "设备台账新增一台设备或一个房间。",
    "user_invited": "邀请同事加入。",
    "help_opened": "打开帮助页面。",
    "form_submitted": "在手机上提交检查表。",
    "photo_uploaded": "在手机上拍照上传。",
    "schedule_viewed": "查看排班表。",
    "schedule_changed": "调整排班。",
    "part_used": "领用备件，数值为备件价格。",
    "stock_counted": "盘点库存。",
    "dashboard_viewed": "打开数据看板。",
    "report_exported": "导出报表。",
    "report_scheduled": "设置定时报表。",
    "api_call": "客户自有系统调用开放接口，按天计次。",
    "automation_run": "自动规则执行，按天计次。",
}

STORY_LINES = {
    "onboarding_training": ("维修工培训", "开始前两小时客户临时取消，没有约新时间。"),
    "onboarding_kickoff": ("项目启动会", "只有采购来了，站点没人到场，设备台账也没准备好。"),
    "onboarding_call": ("启动进度电话", "{person}说年检之前站点抽不出时间。"),
    "onboarding_ticket": ("设备台账还没导入", "我们这几个站点应该由谁当管理员？"),
    "onboarding_comment": ("三个月了还在用纸质单，说好的帮我们导入台账也没做。",),
    "angry_subjects": (
        "整个厂区的工单都不见了",
        "排班又打不开了，这周第二次",
        "工单提交 30 个小时没人回复",
        "夜班时系统宕机，一个月里第三次",
    ),
    "angry_comment": ("一个月宕机三次，没有人给我们回电话。我们已经在看别家了。",),
    "angry_call": ("电话投诉", "{person}很生气：三次宕机、回复慢，先不付款。"),
    "angry_csat": ("因为这个我们停了一个夜班。",),
    "champion_note": ("{person}已经离职，不知道谁接手，各站点主管也不回消息。",),
    "champion_mail": ("请问现在由谁负责？", "询问接手人，没有回复。"),
    "seat_call": ("下一个厂区上线沟通", "{person}想让第三个厂区也上线，要 60 个账号的报价。"),
    "seat_comment": ("最顺利的一次系统推广，下一个厂区已经在排队了。",),
    "silent_mail": ("使用月报", "发了本季度使用数据，没有回复。"),
    "early_call": ("提前续费", "{person}想在预算关闭前把两年的价格定下来。"),
    "recovered_call": ("挽救计划", "约定六周计划：两次培训，逐个站点推进。"),
    "recovered_done": ("挽救计划结束", "四个站点都重新用起了 App，{person}向团队表示感谢。"),
    "referral_note": ("{person}把我们推荐给了两家合作企业。",),
}

STORIES = {
    "silent_churner": StoryText(
        "苏州澄岚物流",
        "悄悄流失的客户",
        "四个月里登录下降六成以上，却没有一句抱怨：没有工单，最近一封邮件没有回复，上一次问卷还很友好。"
        "我们从没见过决策人，而距续费只剩 41 天。",
    ),
    "champion_left": StoryText(
        "杭州砚禾养老服务",
        "内部支持者离职",
        "内部支持者七周前离职，九天后我们才知道。此后她的团队使用明显减少，邮件没有回复，也没有新的支持者。",
    ),
    "seat_growth": StoryText(
        "佛山栩源食品",
        "账号快不够用了",
        "一年里分三次从 18 个账号加到 64 个，几乎全部在用，第三个厂区的报价正在谈：可以争取的增购。",
    ),
    "bad_onboarding": StoryText(
        "长沙霁原能源服务",
        "没有真正开始的新户引导",
        "十一周前签了 36 个账号，只有 5 个人登录过。培训被取消，设备台账还没导入，第一份问卷已经说明问题。",
    ),
    "angry_tickets": StoryText(
        "宁波砺川铸造",
        "接连不断的紧急工单",
        "使用量很高，但三周内四张紧急工单，其中一张 30 小时才有人回复并已升级；满意度 1 分，NPS 2 分，账款逾期。"
        "只看使用量会以为这个客户很健康。",
    ),
    "early_renewal": StoryText(
        "厦门汀澜酒店",
        "提前续费",
        "合同到期前十周就续签了两年，还加了账号：新合同在未来才开始，但已经算作续费。",
    ),
    "late_churn": StoryText(
        "武汉朔桥货运",
        "晚录入的流失",
        "六周前流失，17 天后才录入：当时报告的留存率和现在看到的不一样。",
    ),
    "corrected_mrr": StoryText(
        "成都青屿连锁",
        "更正过的金额",
        "续费时按目录价录入，24 天后更正为谈好的折扣价：两个版本都保留，中间那段时间看到的 MRR 偏高。",
    ),
    "reactivated": StoryText(
        "南京沐宁门诊",
        "流失后回来的客户",
        "十一个月前因为价格离开，三个月前又回来了：这是回流，不是新签。",
    ),
    "recovered": StoryText(
        "合肥瀚庭物业",
        "及时挽回的客户",
        "七个月前健康度跌得很低，经过六周的挽救计划，现在又回到绿色。",
    ),
    "referrer": StoryText(
        "东莞铭舟包装",
        "带来客户的客户",
        "近一年有两家客户由它转推荐而来；NPS 10 分，可以发展为标杆客户。",
    ),
    "parent": StoryText(
        "苏州泓衡集团",
        "集团与子公司",
        "三家子公司各有合同，集团的总价值在母公司页面上可以看到。",
    ),
}

CHINESE = Words(
    names=NAMES,
    ticket_topics=TICKET_TOPICS,
    ticket_subjects=TICKET_SUBJECTS,
    survey_comments=SURVEY_COMMENTS,
    touchpoints=TOUCHPOINTS,
    outcomes=OUTCOMES,
    loss_reasons=LOSS_REASONS,
    loss_details=LOSS_DETAILS,
    notes=NOTES,
    preferences=PREFERENCES,
    personal=PERSONAL,
    deals=DEALS,
    deal_stages=DEAL_STAGES,
    events=EVENTS,
    story_lines=STORY_LINES,
    stories=STORIES,
)
